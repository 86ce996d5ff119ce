"""Facilitation: what a hub's people noted of a member and agreed with it, so that it survives a leaver."""
