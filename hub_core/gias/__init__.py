"""Reading what anyone may download from Get Information about Schools (GIAS), without side effects.

``recognise`` tells which file it is, ``GiasFile`` walks its rows. The rule: every row comes back as
a record or as a problem that says line, column, value, reason and remedy; none is dropped in silence.
"""
