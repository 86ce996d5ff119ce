"""Webhooks: an organisation is told of what happens to it, without learners (decision 27)."""
