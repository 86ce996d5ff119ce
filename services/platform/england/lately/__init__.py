"""What the people of one hub did lately, by the commands they use: what the bulk of England cannot tell.

The rule: everything here goes through ``execute``, so it holds whatever a command refuses, its names and
notes are in the vault, and a second telling records nothing.
"""

from services.platform.england.lately.telling import tell_lately

__all__ = ["tell_lately"]
