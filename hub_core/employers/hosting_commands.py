"""Commands of employers about what they would host.

The rule: ``employer`` speaks for itself; the hubs it names find it in their catalogue.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.employers.finding import acting_employer, known_hub
from hub_core.employers.hosting import Hosting, HubCatalogue, catalogue_stream, hosting_stream
from hub_core.employers.hosting_events import HostingInterest, Hubs
from hub_core.values import AcademicYear
from hub_core.work import Changed, Command, Work, handles


class DeclareHostingInterest(Command, frozen=True, kw_only=True):
    """Say what the employer would host in an academic year, as a whole, and with which hubs."""

    OPERATION: ClassVar[str] = "employers.declare_hosting_interest"
    employer: UUID
    academic_year: AcademicYear
    interest: HostingInterest
    hubs: Hubs = ()


class WithdrawHostingInterest(Command, frozen=True, kw_only=True):
    """Take back what the employer said of an academic year."""

    OPERATION: ClassVar[str] = "employers.withdraw_hosting_interest"
    employer: UUID
    academic_year: AcademicYear


@handles(DeclareHostingInterest)
async def declare_hosting_interest(command: DeclareHostingInterest, work: Work) -> Changed:
    """Said again unchanged it records nothing. ``version`` is that of the year's interest."""
    employer = await acting_employer(command.employer, work)
    year = command.academic_year
    hosting = await work.load(Hosting, hosting_stream(employer.id, year))
    work.expect(hosting)
    hubs = tuple(dict.fromkeys(command.hubs))
    for hub in hubs:
        await known_hub(hub, work)
    hosting.declare(employer.id, year, command.interest, hubs, on=work.today, at=work.now)
    for hub in hubs:
        catalogue = await work.load(HubCatalogue, catalogue_stream(hub))
        catalogue.list_employer(hub, employer.id, year, on=work.today, at=work.now)
    return Changed(id=employer.id, version=hosting.version)


@handles(WithdrawHostingInterest)
async def withdraw_hosting_interest(command: WithdrawHostingInterest, work: Work) -> Changed:
    """Offers and placements made already stay."""
    employer = await acting_employer(command.employer, work)
    year = command.academic_year
    hosting = await work.load(Hosting, hosting_stream(employer.id, year))
    work.expect(hosting)
    hosting.withdraw(employer.id, year, on=work.today, at=work.now)
    return Changed(id=employer.id, version=hosting.version)
