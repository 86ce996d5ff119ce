"""Official statistics that others publish, kept for context beside the figures of hubs.

The rule: they are never mixed into what the log says. They have tables of their own, and whatever shows
them names their source.
"""
