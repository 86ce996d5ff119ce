"""Feedback: what learners, employers and institutions made of an encounter, beside how many there were."""
