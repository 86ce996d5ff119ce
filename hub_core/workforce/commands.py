"""Commands about an institution's careers workforce.

The rule: the institution or its hub tells who does what; names and addresses go to the vault, events and
answers hold ids.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Invalid
from hub_core.work import Answer, Changed, Command, Work, handles
from hub_core.workforce.codes import ColleagueRole, LeavingReason
from hub_core.workforce.events import Contract
from hub_core.workforce.people import PersonSent, entered, known_as
from hub_core.workforce.register import Workforce, workforce_stream


class AppointCareersLeader(Command, frozen=True, kw_only=True):
    """Say who is the institution's careers leader."""

    OPERATION: ClassVar[str] = "workforce.appoint_careers_leader"
    institution: UUID
    who: PersonSent
    appointed_on: date | None = None
    shared: bool = False
    contract: Contract | None = None


class StandDownCareersLeader(Command, frozen=True, kw_only=True):
    """Say that the post of careers leader is vacant."""

    OPERATION: ClassVar[str] = "workforce.stand_down_careers_leader"
    institution: UUID
    reason: LeavingReason
    left_on: date | None = None


class ChangeContract(Command, frozen=True, kw_only=True):
    """Renew or change the careers leader's contract."""

    OPERATION: ClassVar[str] = "workforce.change_contract"
    institution: UUID
    contract: Contract


class MatchEnterpriseAdviser(Command, frozen=True, kw_only=True):
    """Match an enterprise adviser to the institution; ``volunteer_of`` is the employer they come from."""

    OPERATION: ClassVar[str] = "workforce.match_enterprise_adviser"
    institution: UUID
    who: PersonSent
    volunteer_of: UUID | None = None
    matched_on: date | None = None


class UnmatchEnterpriseAdviser(Command, frozen=True, kw_only=True):
    """End an enterprise adviser's match."""

    OPERATION: ClassVar[str] = "workforce.unmatch_enterprise_adviser"
    institution: UUID
    person: UUID
    reason: LeavingReason
    unmatched_on: date | None = None


class NameColleague(Command, frozen=True, kw_only=True):
    """Name a link governor, senior leader for careers, deputy, adviser or member of staff.

    ``volunteer_of`` is the employer that a link governor comes from.
    """

    OPERATION: ClassVar[str] = "workforce.name_colleague"
    institution: UUID
    who: PersonSent
    role: ColleagueRole
    volunteer_of: UUID | None = None
    named_on: date | None = None


class StandDownColleague(Command, frozen=True, kw_only=True):
    """Say that somebody no longer is what they were named."""

    OPERATION: ClassVar[str] = "workforce.stand_down_colleague"
    institution: UUID
    person: UUID
    role: ColleagueRole
    reason: LeavingReason
    left_on: date | None = None


class ForgetPerson(Command, frozen=True, kw_only=True):
    """Destroy what the vault keeps of somebody who holds no role any more."""

    OPERATION: ClassVar[str] = "workforce.forget_person"
    institution: UUID
    person: UUID


class PersonInRole(Answer, frozen=True, kw_only=True, rename="camel"):
    """Who it is, by the register's id, and the version of the institution's workforce."""

    id: UUID
    version: int


@handles(AppointCareersLeader)
async def appoint_careers_leader(command: AppointCareersLeader, work: Work) -> PersonInRole:
    """Refuses a second one beside the careers leader in post."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.appointed_on, work, field="appointedOn")
    _check_contract(command.contract, on)
    workforce.require_vacancy(known_as(workforce, command.who, work), on=on)
    person = entered(command.institution, workforce, command.who, work)
    workforce.appoint(
        command.institution,
        person,
        shared=command.shared,
        contract=command.contract,
        on=on,
        at=work.now,
    )
    return PersonInRole(id=person, version=workforce.version)


@handles(StandDownCareersLeader)
async def stand_down_careers_leader(command: StandDownCareersLeader, work: Work) -> Changed:
    """The vacancy counts from that day until somebody is appointed. ``id`` is the institution's."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.left_on, work, field="leftOn")
    workforce.stand_down(command.institution, command.reason, on=on, at=work.now)
    return Changed(id=command.institution, version=workforce.version)


@handles(ChangeContract)
async def change_contract(command: ChangeContract, work: Work) -> Changed:
    """Refuses an institution without careers leader. ``id`` is the institution's."""
    workforce = await workforce_of(command.institution, work)
    if workforce.leader is not None:
        _check_contract(command.contract, workforce.leader.since)
    workforce.change_contract(command.institution, command.contract, on=work.today, at=work.now)
    return Changed(id=command.institution, version=workforce.version)


@handles(MatchEnterpriseAdviser)
async def match_enterprise_adviser(command: MatchEnterpriseAdviser, work: Work) -> PersonInRole:
    """An institution may have more than one."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.matched_on, work, field="matchedOn")
    if command.volunteer_of is not None:
        await work.find(Employer, command.volunteer_of, no_such_employer(command.volunteer_of))
    person = entered(command.institution, workforce, command.who, work)
    workforce.match(command.institution, person, command.volunteer_of, on=on, at=work.now)
    return PersonInRole(id=person, version=workforce.version)


@handles(UnmatchEnterpriseAdviser)
async def unmatch_enterprise_adviser(command: UnmatchEnterpriseAdviser, work: Work) -> PersonInRole:
    """Refuses somebody who is not matched."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.unmatched_on, work, field="unmatchedOn")
    workforce.unmatch(command.institution, command.person, command.reason, on=on, at=work.now)
    return PersonInRole(id=command.person, version=workforce.version)


@handles(NameColleague)
async def name_colleague(command: NameColleague, work: Work) -> PersonInRole:
    """Several may hold a role at once, and one person several. Refuses an employer for any role but that of
    a governor."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.named_on, work, field="namedOn")
    employer = command.volunteer_of
    if employer is not None:
        _check_governor(command.role)
        await work.find(Employer, employer, no_such_employer(employer))
    person = entered(command.institution, workforce, command.who, work)
    workforce.name(command.institution, person, command.role, on=on, at=work.now)
    if employer is not None:
        workforce.come_from(command.institution, person, employer, on=on, at=work.now)
    return PersonInRole(id=person, version=workforce.version)


@handles(StandDownColleague)
async def stand_down_colleague(command: StandDownColleague, work: Work) -> PersonInRole:
    """Refuses somebody who does not hold the role."""
    workforce = await workforce_of(command.institution, work)
    on = _day(command.left_on, work, field="leftOn")
    workforce.release(
        command.institution, command.person, command.role, command.reason, on=on, at=work.now
    )
    return PersonInRole(id=command.person, version=workforce.version)


@handles(ForgetPerson)
async def forget_person(command: ForgetPerson, work: Work) -> PersonInRole:
    """That somebody was there stays; who it was is gone for good. The vault is changed first: should the
    append then fail, the same command again completes it."""
    workforce = await workforce_of(command.institution, work)
    workforce.require(command.person)
    workforce.forget(command.institution, command.person, on=work.today, at=work.now)
    await work.vault.erase_subject(command.person)
    return PersonInRole(id=command.person, version=workforce.version)


async def workforce_of(institution: UUID, work: Work) -> Workforce:
    """An institution's workforce, at the version the caller decided on."""
    await work.find(Institution, institution, no_such_institution(institution))
    workforce = await work.load(Workforce, workforce_stream(institution))
    work.expect(workforce)
    return workforce


def _check_governor(role: ColleagueRole) -> None:
    if role is not ColleagueRole.LINK_GOVERNOR:
        raise Invalid.field(
            "volunteerOf",
            f"Only a governor comes from an employer, and this is “{role.label}”.",
            "Leave the employer out.",
        )


def _day(given: date | None, work: Work, *, field: str) -> date:
    return up_to_today(given, work, field=field, earliest=FIRST_SCHOOL_DAY)


def _check_contract(contract: Contract | None, since: date) -> None:
    if contract is not None and contract.ends_on is not None and contract.ends_on < since:
        raise Invalid.field(
            "contract.endsOn",
            f"The contract would end on {contract.ends_on:%-d %B %Y}, before it began.",
            "Give a later day, or leave it out where the contract is open-ended.",
        )
