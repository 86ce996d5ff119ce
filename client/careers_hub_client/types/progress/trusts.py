"""Types of trusts, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from careers_hub_client.types.progress.shared import BenchmarkOfHub, MemberStanding
from careers_hub_client.types.shared import Publication


class HubOfSchool(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The hub a school is an active member of."""

    id: UUID
    name: str


class SchoolOfTrust(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One open school of a trust. `careersLeaderTrained` is None where it told of no careers
    leader; `reviewDueOn` is of the access statement, None where there is none.
    """

    standing: MemberStanding
    hub: HubOfSchool | None
    careers_leader_trained: bool | None
    access_statement: Publication
    review_due_on: date | None


class TrustSchools(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The open schools of a trust today, by name; `name` is what they call their trust, empty
    without any. `benchmarks` are over the schools an official result is asked of.
    """

    trust: UUID
    name: str
    academic_year: str
    as_at: date
    edition: str
    edition_label: str
    totals: TrustTotals
    benchmarks: tuple[BenchmarkOfHub, ...]
    schools: tuple[SchoolOfTrust, ...]


class TrustTotals(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the schools come to. Of `evaluated` schools, whom an official result is asked of,
    `declared` have one, `resultsOverAYearOld` of them old; `meanAchieved` is of these.
    `statementsDue` must publish an access statement; `silent` schools supplied no data this
    academic year.
    """

    schools: int
    evaluated: int
    declared: int
    results_over_ayear_old: int = msgspec.field(name="resultsOverAYearOld")
    mean_achieved: float | None
    careers_leaders_trained: int
    without_careers_leader: int
    statements_due: int
    statements_missing: int
    silent: int
