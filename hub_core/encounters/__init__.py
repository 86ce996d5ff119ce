"""Encounters: an employer's offer, and each institution's part in it from proposal to confirmation."""
