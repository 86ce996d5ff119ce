"""Evaluations: official Compass results as they were reported, beside what the log evidences."""
