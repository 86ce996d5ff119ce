"""Questions worth asking over all members of a hub: whom to ask what, each with its own sample.

The rule: a member is listed here with exactly what it is told itself: nobody is asked behind its back.
"""

from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.belonging import members_of
from hub_core.evaluations.standing import last_measure_date
from hub_core.log.event import OrganisationName
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.institution import Institution
from hub_core.questions.rules import Signal
from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.questions import Questions, questions_about


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


async def questions_of_hub(
    ledger: Ledger, pool: asyncpg.Pool, hub: UUID, *, as_at: date, seed: str | None = None
) -> HubQuestions:
    """The questions about each present member's academic year up to a day."""
    members = await members_of(ledger, hub)
    known = await load_many(ledger, Institution, members)
    chosen = seed or last_measure_date(as_at).isoformat()
    asked = []
    for one in members:
        told = await questions_about(pool, one, as_at=as_at, seed=chosen)
        if known[one].exists and told.asking:
            asked.append(_member(known[one], told))
    return HubQuestions(
        hub=hub,
        as_at=as_at,
        seed=chosen,
        members=len(members),
        signals=tuple(
            SignalOfHub(
                signal=signal,
                label=signal.label,
                members=sum(
                    any(question.signal is signal for question in one.told.asking) for one in asked
                ),
            )
            for signal in Signal
        ),
        institutions=tuple(sorted(asked, key=lambda one: (-len(one.told.asking), one.name))),
    )


def _member(institution: Institution, told: Questions) -> MemberQuestions:
    return MemberQuestions(
        name=institution.details.name,
        urn=institution.urn,
        phase=institution.details.phase,
        told=told,
    )
