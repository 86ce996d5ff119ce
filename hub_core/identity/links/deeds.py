"""Whether a link's deed could be done now: the encounter stands where it must, the return is still due.

The rule: a link that could only disappoint is not issued; what changes later is told on its page.
"""

from typing import Protocol
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.employers.finding import require_verified, survivor_of
from hub_core.encounters.commands import find_part
from hub_core.encounters.offer import Offer, no_such_encounter
from hub_core.encounters.part import OPEN, PartStatus
from hub_core.identity.links.purposes import LinkPurpose
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid
from hub_core.returns.commands import require_phase
from hub_core.returns.events import month_label
from hub_core.returns.monthly_counts import MonthlyCounts, check_month, monthly_counts_stream
from hub_core.returns.primary_return import PrimaryReturn, check_year, primary_return_stream
from hub_core.work import Work


class Asked(Protocol):
    """What a link is to be about."""

    @property
    def purpose(self) -> LinkPurpose: ...
    @property
    def holder(self) -> Organisation: ...
    @property
    def encounter(self) -> UUID | None: ...
    @property
    def institutions(self) -> tuple[UUID, ...]: ...
    @property
    def period(self) -> str | None: ...


async def check_deed(asked: Asked, work: Work) -> None:
    """Refuse what the purpose cannot be about, and a deed that cannot be done now."""
    _require_fields(asked)
    match asked.purpose:
        case LinkPurpose.OFFER_ENCOUNTER:
            await _offer(asked, work)
        case LinkPurpose.RECORD_DELIVERY:
            await _delivery(asked, work)
        case LinkPurpose.ANSWER_OFFER:
            await _part(asked, work, PartStatus.PROPOSED)
        case LinkPurpose.CONFIRM_ENCOUNTER:
            await _part(asked, work, *OPEN, PartStatus.DELIVERED, PartStatus.DISPUTED)
        case LinkPurpose.PRIMARY_RETURN:
            await _primary_return(asked, work)
        case LinkPurpose.MONTHLY_COUNTS:
            await _monthly_counts(asked, work)


#: What each purpose is about, by the command's own fields.
_ABOUT: dict[LinkPurpose, frozenset[str]] = {
    LinkPurpose.OFFER_ENCOUNTER: frozenset({"institutions"}),
    LinkPurpose.RECORD_DELIVERY: frozenset({"encounter", "institutions"}),
    LinkPurpose.ANSWER_OFFER: frozenset({"encounter"}),
    LinkPurpose.CONFIRM_ENCOUNTER: frozenset({"encounter"}),
    LinkPurpose.PRIMARY_RETURN: frozenset({"period"}),
    LinkPurpose.MONTHLY_COUNTS: frozenset({"period"}),
}


def _require_fields(asked: Asked) -> None:
    needed = _ABOUT[asked.purpose]
    for field in ("encounter", "institutions", "period"):
        given = bool(getattr(asked, field))
        if given and field not in needed:
            raise Invalid.field(
                field,
                f"A link for \u201c{asked.purpose.label}\u201d does not go by this.",
                "Leave it out.",
            )
        if not given and field in needed:
            raise Invalid.field(
                field,
                f"A link for \u201c{asked.purpose.label}\u201d needs this.",
                "Say what it is about.",
            )


async def _offer(asked: Asked, work: Work) -> None:
    employer = asked.holder.id
    await work.find(Employer, employer, no_such_employer(employer))
    for one in asked.institutions:
        found = await work.find(Institution, one, no_such_institution(one))
        if found.closed_on is not None and found.closed_on <= work.today:
            raise Conflict(f"{found.details.name} is closed.", kind="institution-closed")


async def _delivery(asked: Asked, work: Work) -> None:
    assert asked.encounter is not None
    if len(asked.institutions) != 1:
        raise Invalid.field(
            "institutions",
            "A link to record that an encounter took place is for one institution.",
            "Issue one link for each.",
        )
    offer = await work.find(Offer, asked.encounter, no_such_encounter(asked.encounter))
    if offer.employer != asked.holder.id:
        raise no_such_encounter(asked.encounter)
    part = await find_part(asked.encounter, asked.institutions[0], work)
    _require_status(part.status, OPEN)
    employer = await survivor_of(offer.employer, work)
    at = await work.find(Institution, part.institution, no_such_institution(part.institution))
    await require_verified(employer, at, work)


async def _part(asked: Asked, work: Work, *allowed: PartStatus) -> None:
    assert asked.encounter is not None
    part = await find_part(asked.encounter, asked.holder.id, work)
    _require_status(part.status, allowed)


def _require_status(status: PartStatus, allowed: tuple[PartStatus, ...]) -> None:
    if status not in allowed:
        raise Conflict(
            f"This encounter stands at \u201c{status.label}\u201d, so there is nothing to send a link for.",
            kind="encounter-state",
        )


async def _primary_return(asked: Asked, work: Work) -> None:
    school = await _institution(asked, work)
    require_phase(school, ServicePhase.PRIMARY)
    assert asked.period is not None
    if "/" not in asked.period:
        raise _not_a_period("an academic year such as 2025/26")
    check_year(asked.period, on=work.today)
    found = await work.load(PrimaryReturn, primary_return_stream(asked.holder.id, asked.period))
    if found.exists:
        raise Conflict(
            f"The return for {asked.period} was sent already. Correct it instead.",
            kind="already-sent",
        )


async def _monthly_counts(asked: Asked, work: Work) -> None:
    service = await _institution(asked, work)
    require_phase(service, ServicePhase.ADULT)
    assert asked.period is not None
    if "-" not in asked.period:
        raise _not_a_period("a month such as 2026-01")
    check_month(asked.period, on=work.today)
    found = await work.load(MonthlyCounts, monthly_counts_stream(asked.holder.id, asked.period))
    if found.exists:
        raise Conflict(
            f"The counts for {month_label(asked.period)} were sent already. Correct them instead.",
            kind="already-sent",
        )


async def _institution(asked: Asked, work: Work) -> Institution:
    return await work.find(Institution, asked.holder.id, no_such_institution(asked.holder.id))


def _not_a_period(wanted: str) -> Invalid:
    return Invalid.field("period", "This return is not about that period.", f"Give {wanted}.")
