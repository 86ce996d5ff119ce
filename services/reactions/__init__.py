"""Reactions: follows the log and acts on it. No HTTP server; today it delivers webhooks."""
