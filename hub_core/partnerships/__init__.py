"""Partnerships: which institutions pass learners on to which, from primary school to adult service."""
