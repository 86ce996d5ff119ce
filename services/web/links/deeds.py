"""From an open link to its deed, with what its page needs to say, read from the log itself.

The rule: only what the link names is loaded. What has been settled meanwhile is told as such.
"""

from collections.abc import Iterable
from datetime import date
from typing import cast
from uuid import UUID

from hub_core.employers.employer import Employer
from hub_core.encounters.offer import Offer, part_stream
from hub_core.encounters.part import OPEN, Part, PartStatus
from hub_core.execute import ENGLAND
from hub_core.identity.links.purposes import LinkPurpose
from hub_core.identity.links.store import Link
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.institution import Institution
from hub_core.reference.service_phases import ServicePhase
from hub_core.returns.monthly_counts import MonthlyCounts, monthly_counts_stream
from hub_core.returns.primary_return import PrimaryReturn, primary_return_stream
from hub_core.vault import Vault
from services.http.parts import Parts
from services.web.links.deed import Deed, Over, Row
from services.web.links.employer_deeds import DeliveryDeed, OfferDeed
from services.web.links.institution_deeds import AnswerDeed, ConfirmDeed
from services.web.links.return_deeds import MonthDeed, PrimaryDeed

#: Year groups asked for where the register gives no ages.
_TAUGHT: dict[ServicePhase | None, range] = {
    ServicePhase.PRIMARY: range(7),
    ServicePhase.SECONDARY: range(7, 14),
    ServicePhase.FE_AND_SKILLS: range(12, 15),
}
_EVERY = range(15)
#: A child is at least this old in Reception (year group 0), and each year group a year older.
_RECEPTION_AGE = 4
#: What still can be confirmed.
_CONFIRMABLE = (*OPEN, PartStatus.DELIVERED, PartStatus.DISPUTED)


async def deed_of(link: Link, parts: Parts) -> Deed | Over:
    """The deed of a link that is open; ``Over`` when somebody has done it, or it fell through."""
    assert link.organisation is not None
    ledger = parts.platform.ledger
    today = parts.platform.clock().astimezone(ENGLAND).date()
    match link.purpose:
        case LinkPurpose.OFFER_ENCOUNTER:
            return await _offer(link, ledger, today)
        case LinkPurpose.RECORD_DELIVERY:
            return await _delivery(link, ledger, today)
        case LinkPurpose.ANSWER_OFFER:
            return await _answer(link, ledger, parts.vault)
        case LinkPurpose.CONFIRM_ENCOUNTER:
            return await _confirmation(link, ledger, today, parts.vault)
        case LinkPurpose.PRIMARY_RETURN:
            return await _primary(link, ledger)
        case _:
            return await _month(link, ledger)


async def _offer(link: Link, ledger: Ledger, today: date) -> Deed | Over:
    holder = _holder(link)
    names = [(one, await _institution_name(ledger, one)) for one in link.things]
    return cast(
        "Deed",
        OfferDeed(
            employer=holder,
            name=await employer_name(ledger, holder, unnamed="you"),
            institutions=tuple(names),
            today=today,
        ),
    )


async def _delivery(link: Link, ledger: Ledger, today: date) -> Deed | Over:
    encounter, institution = link.things
    return await delivery_deed(_holder(link), encounter, institution, ledger, today)


async def delivery_deed(
    employer: UUID, encounter: UUID, institution: UUID, ledger: Ledger, today: date
) -> Deed | Over:
    """An employer's deed of saying that its encounter took place at an institution."""
    part = await load(ledger, Part, part_stream(encounter, institution))
    if part.status not in OPEN:
        return _settled(part.status)
    return cast(
        "Deed",
        DeliveryDeed(
            employer=employer,
            encounter=encounter,
            institution=institution,
            name=await employer_name(ledger, employer, unnamed="you"),
            where=await _institution_name(ledger, institution),
            what=part.particulars.kind.label,
            planned_for=part.planned_for,
            today=today,
        ),
    )


async def _answer(link: Link, ledger: Ledger, vault: Vault) -> Deed | Over:
    part = await load(ledger, Part, part_stream(link.things[0], _holder(link)))
    if part.status is not PartStatus.PROPOSED:
        return _settled(part.status)
    return cast(
        "Deed",
        AnswerDeed(
            institution=_holder(link),
            encounter=link.things[0],
            name=await _institution_name(ledger, _holder(link)),
            about=await _particulars(part, ledger, vault),
            planned_for=part.planned_for,
        ),
    )


async def _confirmation(link: Link, ledger: Ledger, today: date, vault: Vault) -> Deed | Over:
    part = await load(ledger, Part, part_stream(link.things[0], _holder(link)))
    if part.status not in _CONFIRMABLE:
        return _settled(part.status)
    school = await load(ledger, Institution, _holder(link))
    return cast(
        "Deed",
        ConfirmDeed(
            institution=_holder(link),
            encounter=link.things[0],
            name=school.details.name,
            about=await _particulars(part, ledger, vault),
            day=part.day_held(None),
            today=today,
            year_groups=tuple(_taught(school)),
        ),
    )


async def _primary(link: Link, ledger: Ledger) -> Deed | Over:
    assert link.period is not None
    stream = primary_return_stream(_holder(link), link.period)
    if (await load(ledger, PrimaryReturn, stream)).exists:
        return Over(why="This year’s return was sent already.")
    name = await _institution_name(ledger, _holder(link))
    return cast(
        "Deed", PrimaryDeed(institution=_holder(link), name=name, academic_year=link.period)
    )


async def _month(link: Link, ledger: Ledger) -> Deed | Over:
    assert link.period is not None
    stream = monthly_counts_stream(_holder(link), link.period)
    if (await load(ledger, MonthlyCounts, stream)).exists:
        return Over(why="This month’s counts were sent already.")
    name = await _institution_name(ledger, _holder(link))
    return cast("Deed", MonthDeed(institution=_holder(link), name=name, month=link.period))


def _holder(link: Link) -> UUID:
    assert link.organisation is not None
    return link.organisation.id


def _settled(status: PartStatus) -> Over:
    return Over(why=f"This encounter stands at “{status.label}” now.")


async def _particulars(part: Part, ledger: Ledger, vault: Vault) -> tuple[Row, ...]:
    """What an encounter is, with what its employer called it: whoever answers decides by that."""
    told = part.particulars
    employer = await employer_name(ledger, told.employer, unnamed="A sole trader")
    offer = await load(ledger, Offer, part.encounter)
    title = None if offer.title is None else await vault.reveal(offer.title)
    titled = () if title is None else (("Title", title),)
    return (
        ("Employer", employer),
        *titled,
        ("What", told.kind.label),
        ("How", told.mode.label),
    )


async def employer_name(ledger: Ledger, employer: UUID, *, unnamed: str) -> str:
    """An employer's name, or ``unnamed``: a sole trader's is a person's and stays in the vault."""
    return (await load(ledger, Employer, employer)).details.name or unnamed


async def _institution_name(ledger: Ledger, institution: UUID) -> str:
    return (await load(ledger, Institution, institution)).details.name


def _taught(school: Institution) -> Iterable[int]:
    """The year groups the register's ages say it teaches, or those of its phase."""
    low, high = school.details.low_age, school.details.high_age
    usual = _TAUGHT.get(school.details.phase, _EVERY)
    if low is None or high is None:
        return usual
    first, after = low - _RECEPTION_AGE, high - _RECEPTION_AGE
    return range(max(first, 0), min(after, len(_EVERY))) or usual
