"""What stands around every application: headers on every answer, checks and budgets before any work.

The rule: it wraps the whole application, so nothing can answer past it: no page, no refusal, no file.
"""
