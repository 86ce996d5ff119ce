"""Texts that a hub's people write about a member: a sentence or two, or the note of a visit.

The rule: such a text may name anybody, so the vault keeps it, under a key of its own, and events hold its
reference.
"""

from typing import Annotated

import msgspec

#: Begins and ends with something to read; line ends are its only control characters.
_PROSE = r"^[^\s\x00-\x08\x0b-\x1f\x7f](?:[^\x00-\x08\x0b-\x1f\x7f]*\S)?$(?!\n)"

Sentence = Annotated[
    str,
    msgspec.Meta(
        pattern=_PROSE,
        min_length=1,
        max_length=400,
        description="A sentence or two; kept in the vault only",
    ),
]
Note = Annotated[
    str,
    msgspec.Meta(
        pattern=_PROSE,
        min_length=1,
        max_length=4_000,
        description="A note of some paragraphs; kept in the vault only",
    ),
]
