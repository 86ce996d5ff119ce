"""Code lists: the vocabulary the field agrees on, held as data files with their source.

One module a subject, each read once. The rule: a code is looked up here and never spelled out in
code elsewhere.
"""
