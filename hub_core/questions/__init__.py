"""Signals that call for a question: what in an institution's own words is worth asking about.

The rule: a signal is no finding of fault. It is counted, put as a question to the institution and its hub,
and a sample that anybody can draw again shows what to verify.
"""
