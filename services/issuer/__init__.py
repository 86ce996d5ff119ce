"""A small OpenID issuer of our own for demos: everybody in it is invented, and nobody has a password.

The rule: it runs inside a demo on this machine and nowhere else, and keeps to the protocol as strictly as
one would wish of a real one, so that a demo signs in the way everybody else does.
"""
