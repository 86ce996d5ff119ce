"""Agreements: which data an institution may send, for what, on which lawful basis, and until when."""
