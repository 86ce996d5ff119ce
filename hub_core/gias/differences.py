"""What a file says differently from what is known.

The rule: silence changes nothing. Only the complete download may take a value away by leaving its
cell blank.
"""

from typing import Any

from msgspec import Struct

#: Where a row stood in its file says nothing about the institution.
_NOT_COMPARED = frozenset({"line"})


class Difference(Struct, frozen=True, kw_only=True):
    """One field that differs: what was known, and what the file says."""

    field: str
    known: Any
    found: Any


def differences(known: Struct, found: Struct, *, complete: bool = False) -> list[Difference]:
    """The fields both have in which ``found`` differs from ``known``, in the order of ``known``.

    ``known`` may be an earlier ``GiasRecord`` or any struct with fields of the same names. With
    ``complete`` a blank in ``found`` counts as a difference, otherwise as silence.
    """
    compared = set(found.__struct_fields__) - _NOT_COMPARED
    return [
        Difference(field=field, known=before, found=after)
        for field in known.__struct_fields__
        if field in compared
        and (before := getattr(known, field)) != (after := getattr(found, field))
        and (complete or after not in (None, ()))
    ]
