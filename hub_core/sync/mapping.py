"""Which column of a file is what, and which of its words mean what: remembered for each source.

The rule: a mapping is given by headings, never by places, so that a system may move its columns; and a
column nobody mapped is never read.
"""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from hub_core.refusals import Problem
from hub_core.sync.fields import fields_of, recognised
from hub_core.sync.kinds import UploadKind

FieldName = Annotated[
    str, msgspec.Meta(pattern="^[a-z_]+$", min_length=1, max_length=40, examples=["learner"])
]
Heading = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Word = Annotated[str, msgspec.Meta(max_length=200)]


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``columns``: a field's column. ``words``: what a field's words in the file mean. ``always``: what
    holds for every row of a file that has no column for it."""

    columns: Annotated[dict[FieldName, Heading], msgspec.Meta(max_length=40)]
    words: Annotated[
        dict[FieldName, Annotated[dict[Word, Word], msgspec.Meta(max_length=500)]],
        msgspec.Meta(max_length=40),
    ] = {}
    always: Annotated[dict[FieldName, Word], msgspec.Meta(max_length=40)] = {}


def by_headings(kind: UploadKind, columns: Sequence[str]) -> Mapping:
    """The mapping that the headings themselves suggest."""
    return Mapping(columns=recognised(kind, columns))


def problems_of(kind: UploadKind, mapping: Mapping, columns: Sequence[str]) -> list[Problem]:
    """What keeps a file of these columns from being read with this mapping."""
    return [
        *_unknown_fields(kind, mapping),
        *_missing_columns(mapping, columns),
        *_missing_fields(kind, mapping),
    ]


def _unknown_fields(kind: UploadKind, mapping: Mapping) -> list[Problem]:
    known = fields_of(kind)
    told = [
        (place, field)
        for place, fields in (
            ("columns", mapping.columns),
            ("words", mapping.words),
            ("always", mapping.always),
        )
        for field in fields
        if field not in known
    ]
    return [
        Problem(
            field=f"{place}.{field}",
            reason=f"\u201c{field}\u201d is no field of this kind of file.",
            remedy=f"The fields are {', '.join(known)}.",
        )
        for place, field in told
    ]


def _missing_columns(mapping: Mapping, columns: Sequence[str]) -> list[Problem]:
    return [
        Problem(
            field=f"columns.{field}",
            reason=f"The file has no column \u201c{heading}\u201d.",
            remedy=f"Its columns are: {', '.join(columns)}.",
        )
        for field, heading in mapping.columns.items()
        if heading not in columns
    ]


def _missing_fields(kind: UploadKind, mapping: Mapping) -> list[Problem]:
    return [
        Problem(
            field=f"columns.{field.field}",
            reason=f"No column is known to hold \u201c{field.heading}\u201d ({field.meaning}).",
            remedy="Say which column it is.",
        )
        for field in fields_of(kind).values()
        if field.needed and field.field not in mapping.columns and field.field not in mapping.always
    ]
