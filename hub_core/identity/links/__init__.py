"""Signed links: one deed for somebody without an account, expiring, revocable, its use recorded."""
