"""Calendars that programs subscribe to: an address of its own for each organisation's, and what an entry is.

The rule: an address is a secret. Only its digest is kept, and it opens no more than the calendar's page does.
"""
