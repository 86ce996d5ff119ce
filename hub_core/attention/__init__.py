"""Attention: which members of a hub need somebody to look at them, why, and what comes next."""
