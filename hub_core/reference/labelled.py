"""Enumerations whose members carry the words a person reads beside the code a machine keeps.

The rule: the code is what is stored and sent; the label may be reworded at any time.
"""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A code list written ``MEMBER = ("code", "Label in plain English")``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Called for each member as the class is made; ``label`` is left out when looking one up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
