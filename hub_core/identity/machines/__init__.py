"""Machines that act for an organisation: API keys, OAuth2 clients, and the tokens clients are given.

The rule: the log says which keys there are and what they may do; beside it stands only what may not be
in a log, the digest that proves a secret. So nothing here can be recorded and unusable, or the reverse.
"""
