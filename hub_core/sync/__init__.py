"""Sync: what an institution's information system says of a year, checked first and then committed.

The rule: what a source says of an act is told from everything else by institution, source, academic year
and the source's own id, so that the same file again changes nothing.
"""
