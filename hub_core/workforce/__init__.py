"""Workforce: who leads, advises on and governs careers at an institution, named in the vault only."""
