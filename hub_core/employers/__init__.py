"""Employers: who they are, how big they are and what they do, registered once."""
