"""Types of editions, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from careers_hub_client.types.progress.shared import CriterionFigure


class BenchmarkBeside(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One benchmark under both."""

    number: int
    name: str
    before: CriteriaMet
    after: CriteriaMet


class CriteriaMet(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Criteria of a benchmark achieved, of those that records can score."""

    achieved: int
    scored: int


class CriterionTried(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One criterion with another threshold: how many achieve it with each.

    They are of the `members` that can be told of; the numbers of those `withheld` are too
    small.
    """

    criterion: str
    wording: str
    threshold_before: int | None
    threshold_after: int | None
    achieved_before: int
    achieved_after: int
    members: int
    withheld: int


class Difference(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One figure that only one of the two has, or that differs; None where an edition does not ask
    it.
    """

    benchmark: int
    before: CriterionFigure | None
    after: CriterionFigure | None


class EditionToTry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An edition's file, altered: `file` is its text. `asAt` is today by default."""

    file: str
    as_at: date | None = None


class EditionTold(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Which edition, and whose rubric it is."""

    code: str
    label: str


class EditionsBeside(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One institution under two editions: `before` is the one to compare with."""

    institution: UUID
    academic_year: str
    as_at: date
    position: int
    before: EditionTold
    after: EditionTold
    benchmarks: tuple[BenchmarkBeside, ...]
    differences: tuple[Difference, ...]


class MemberTried(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One member for whom something changes: criteria it `gains` and `loses`."""

    institution: UUID
    name: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class Trial(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What another edition's thresholds would change, as at a month's end."""

    edition: str
    as_at: date
    members: int
    criteria: tuple[CriterionTried, ...]
    institutions: tuple[MemberTried, ...]
