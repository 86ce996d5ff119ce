"""A member of a hub with its figures of an academic year, as the read model's row gives them."""

from datetime import date, datetime
from uuid import UUID

import msgspec


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member with its figures of the year; the encoded ones are None without any."""

    institution: UUID
    name: str | None
    urn: str | None
    phase: str | None
    member_since: date | None
    encounters: int
    learner_encounters: int
    distinct_learners: int
    counted_at_least: int
    counted_at_most: int
    supplied: bool
    newest: datetime | None
    cells: bytes | None
    planned: bytes | None
    year_groups: bytes | None
    beside: bytes | None
