"""Questions worth asking over all members of a hub: whom to ask what, each with its own sample.

From the read model: one row a member, whose words are those its own page is folded from. The rule: a member
is listed here with exactly what it is told itself: nobody is asked behind its back.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, first_day
from hub_core.access.scope import Scope
from hub_core.evaluations.standing import last_measure_date
from hub_core.log.event import OrganisationName
from hub_core.questions.rules import Signal
from hub_core.questions.thresholds import thresholds
from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.questions import Questions, Results, asked, with_sample
from projections.benchmark_progress.words import NOTHING_SAID, decode
from projections.read_model import BeingUpdated, ReadModel

#: Members kept at most, with what their words come to: some ten kilobytes each.
MOST_KEPT = 1_000


class MemberQuestions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One member of whom something is worth asking: what it is told itself."""

    name: OrganisationName
    urn: str | None
    phase: ServicePhase | None
    told: Questions


class SignalOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One signal: how many members it asks something of."""

    signal: Signal
    label: str
    members: int


class HubQuestions(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom of a hub's ``members`` to ask what as at a day, those with the most questions first.

    ``seed`` is what every member's sample is drawn by.
    """

    hub: UUID
    as_at: date
    seed: str
    members: int
    signals: tuple[SignalOfHub, ...]
    institutions: tuple[MemberQuestions, ...]


_MEMBERS = """
select i.institution, i.name, i.urn, i.phase, i.pupils, w.said,
    (select count(*) from benchmark_progress.results r
        where r.institution = i.institution and r.stands and r.completed_on between $3 and $4) as results,
    (select count(*) from benchmark_progress.results r
        where r.institution = i.institution and r.stands and r.completed_on between $3 and $4
            and r.copied_forward) as copied
from benchmark_progress.institutions i
left join benchmark_progress.words w on w.institution = i.institution and w.academic_year = $2
where i.hub = $1
order by i.name, i.institution
"""


async def questions_of_hub(
    pool: asyncpg.Pool, hub: UUID, *, as_at: date, scope: Scope, seed: str | None = None
) -> HubQuestions | BeingUpdated:
    """The questions about each present member's academic year up to a day."""
    year = academic_year_of(as_at)
    async with ReadModel(pool, "benchmark_progress").snapshot(scope) as (connection, checkpoint):
        if checkpoint is None:
            return BeingUpdated(position=0)
        rows = await connection.fetch(_MEMBERS, hub, year, first_day(year), as_at)
    chosen = seed or last_measure_date(as_at).isoformat()
    found = [one for row in rows if (one := _member(row, as_at=as_at, seed=chosen)) is not None]
    return HubQuestions(
        hub=hub,
        as_at=as_at,
        seed=chosen,
        members=len(rows),
        signals=tuple(
            SignalOfHub(
                signal=signal,
                label=signal.label,
                members=sum(
                    any(question.signal is signal for question in one.told.asking) for one in found
                ),
            )
            for signal in Signal
        ),
        institutions=tuple(sorted(found, key=lambda one: (-len(one.told.asking), one.name))),
    )


def _member(row: asyncpg.Record, *, as_at: date, seed: str) -> MemberQuestions | None:
    """One member; None where there is nothing to ask."""
    results = Results(copied=row["copied"], of=row["results"])
    told = _told(row["institution"], row["said"], results, row["pupils"], as_at, seed)
    if told is None:
        return None
    return MemberQuestions(
        name=row["name"],
        urn=row["urn"],
        phase=None if row["phase"] is None else ServicePhase(row["phase"]),
        told=told,
    )


@lru_cache(maxsize=MOST_KEPT)
def _told(
    institution: UUID,
    said: bytes | None,
    results: Results,
    pupils: int | None,
    as_at: date,
    seed: str,
) -> Questions | None:
    """What a member is told; None where there is nothing to ask. Kept by the words it follows from, so that
    of a hub's members those are asked anew that said something since."""
    limits = thresholds()
    words = NOTHING_SAID if said is None else decode(said)
    questions = asked(words, results, pupils, limits, as_at=as_at)
    if not any(one.ask for one in questions):
        return None
    return with_sample(institution, words, questions, limits, as_at=as_at, seed=seed)
