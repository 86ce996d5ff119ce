"""Commands about employers.

The rule: one employer is registered once. A sole trader's name and postcode go to the vault, never into
an event or a claim.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.employers.employer import (
    Employer,
    claims_of,
    normalised_name,
    sector_of,
)
from hub_core.employers.events import EmployerDetails, EmployerForm
from hub_core.employers.finding import acting_employer
from hub_core.log.aggregate import AnotherKind
from hub_core.log.event import OrganisationName
from hub_core.reference.employers import EmployerSize, employer_size
from hub_core.refusals import Conflict, Invalid
from hub_core.values import CharityNumber, CompanyNumber, Postcode, SicCode
from hub_core.work import Changed, Command, Work, handles

SicCodes = Annotated[tuple[SicCode, ...], msgspec.Meta(max_length=4)]
Employees = Annotated[int, msgspec.Meta(ge=0, le=3_000_000)]


class RegisterEmployer(Command, frozen=True, kw_only=True):
    """Register an employer. ``employer`` is the id of the organisation that registers itself."""

    OPERATION: ClassVar[str] = "employers.register_employer"
    form: EmployerForm
    name: OrganisationName
    company_number: CompanyNumber | None = None
    charity_number: CharityNumber | None = None
    postcode: Postcode | None = None
    sic_codes: SicCodes = ()
    size: EmployerSize | None = None
    employees: Employees | None = None
    employer: UUID | None = None


class ChangeEmployerDetails(Command, frozen=True, kw_only=True):
    """Give the whole new description of an employer."""

    OPERATION: ClassVar[str] = "employers.change_employer_details"
    employer: UUID
    form: EmployerForm
    name: OrganisationName
    company_number: CompanyNumber | None = None
    charity_number: CharityNumber | None = None
    postcode: Postcode | None = None
    sic_codes: SicCodes = ()
    size: EmployerSize | None = None
    employees: Employees | None = None


class RecordStandardsAssessment(Command, frozen=True, kw_only=True):
    """Say that the employer assessed itself against the Employer Standards, and when."""

    OPERATION: ClassVar[str] = "employers.record_standards_assessment"
    employer: UUID
    assessed_on: date


@handles(RegisterEmployer)
async def register_employer(command: RegisterEmployer, work: Work) -> Changed:
    """Answers with the new employer; refuses one that is registered already."""
    employer = await _new_employer(command.employer, work)
    details = _details(command, employer.id, work)
    employer.register(details, on=work.today, at=work.now)
    await _take(claims_of(details), employer, work)
    return Changed(id=employer.id, version=employer.version)


@handles(ChangeEmployerDetails)
async def change_employer_details(command: ChangeEmployerDetails, work: Work) -> Changed:
    """A new number or address is claimed and the old one given up."""
    employer = await acting_employer(command.employer, work)
    work.expect(employer)
    before = claims_of(employer.details)
    details = _details(command, employer.id, work)
    employer.change_details(details, on=work.today, at=work.now)
    after = claims_of(details)
    await _take(after - before, employer, work)
    for given_up in before - after:
        work.release(given_up, employer.id)
    return Changed(id=employer.id, version=employer.version)


@handles(RecordStandardsAssessment)
async def record_standards_assessment(command: RecordStandardsAssessment, work: Work) -> Changed:
    """Refuses a day to come. The latest day stands; how the employer did is not recorded."""
    day = up_to_today(command.assessed_on, work, field="assessedOn", earliest=FIRST_SCHOOL_DAY)
    employer = await acting_employer(command.employer, work)
    work.expect(employer)
    employer.assess_standards(day, at=work.now)
    return Changed(id=employer.id, version=employer.version)


async def _new_employer(wanted: UUID | None, work: Work) -> Employer:
    try:
        return await work.load(Employer, wanted or work.new_id())
    except AnotherKind:
        raise Conflict(
            f"The id {wanted} belongs to something else. Register without one, or with another.",
            kind="id-taken",
        ) from None


async def _take(keys: frozenset[str], employer: Employer, work: Work) -> None:
    holders = await work.holders(sorted(keys))
    # What came with an employer that was merged into this one is its own already.
    for holder in set(holders.values()) - {employer.id}:
        # Who a sole trader is registered as is told to nobody.
        private = employer.details.form is EmployerForm.SOLE_TRADER
        raise Conflict(
            "This employer is registered already"
            + (
                ". Sign in as that employer."
                if private
                else f" with the id {holder}. Use that one."
            ),
            kind="already-registered",
        )
    for key in keys - holders.keys():
        work.claim(key, employer.id)


def _details(
    command: RegisterEmployer | ChangeEmployerDetails, employer: UUID, work: Work
) -> EmployerDetails:
    alone = command.form is EmployerForm.SOLE_TRADER
    open_details = EmployerDetails(
        form=command.form,
        name=None if alone else command.name,
        company_number=None if alone else command.company_number,
        charity_number=None if alone else command.charity_number,
        postcode=None if alone else command.postcode,
        sic_codes=command.sic_codes,
        sector=sector_of(command.sic_codes),
        size=EmployerSize.SOLE_TRADER if alone else _size(command),
    )
    if not alone or command.postcode is None:
        return open_details
    return msgspec.structs.replace(
        open_details,
        private=work.keep(f"{command.name}\n{command.postcode}", subject=employer),
        recognised_by=work.vault.fingerprint(
            f"employer {normalised_name(command.name)} {command.postcode}"
        ),
    )


def _size(command: RegisterEmployer | ChangeEmployerDetails) -> EmployerSize | None:
    if command.employees is None:
        return command.size
    counted = employer_size(command.employees)
    if command.size not in (None, counted):
        raise Invalid.field(
            "size",
            f"{command.employees} employees and the size band \u201c{command.size}\u201d disagree.",
            "Give one of them.",
        )
    return counted
