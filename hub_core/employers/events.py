"""What happens to employers.

The rule: only an organisation's name stands here. A sole trader's name and address are a person's, so
the vault keeps them and the event holds the reference.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event, OrganisationName
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.labelled import Labelled
from hub_core.values import CharityNumber, CompanyNumber, Postcode, SicCode

KeyedDigest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]


class EmployerForm(Labelled):
    """What kind of body an employer is, which decides how it is recognised."""

    COMPANY = "company", "Registered company"
    CHARITY = "charity", "Registered charity"
    COUNCIL = "council", "Council"
    NHS_BODY = "nhs_body", "NHS body"
    PUBLIC_BODY = "public_body", "Another public body"
    SOLE_TRADER = "sole_trader", "Sole trader"


class EmployerDetails(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An employer as it describes itself. ``sector`` follows from the first SIC code that names one.

    ``name`` and ``postcode`` are None for a sole trader: ``private`` is then the vault's reference to
    them and ``recognised_by`` the vault's keyed digest of them.
    """

    form: EmployerForm
    name: OrganisationName | None = None
    private: UUID | None = None
    recognised_by: KeyedDigest | None = None
    company_number: CompanyNumber | None = None
    charity_number: CharityNumber | None = None
    postcode: Postcode | None = None
    sic_codes: tuple[SicCode, ...] = ()
    sector: Sector | None = None
    size: EmployerSize | None = None


class EmployerRegistered(Event, frozen=True, kw_only=True):
    """An employer is known here from now on."""

    TOPIC = "employers.EmployerRegistered.v1"
    employer: UUID
    occurred_on: date
    details: EmployerDetails

    def heading(self) -> str:
        return f"{self.details.name or 'A sole trader'} was registered as an employer"


class EmployerDetailsChanged(Event, frozen=True, kw_only=True):
    """The employer describes itself differently; ``details`` is the whole new description."""

    TOPIC = "employers.EmployerDetailsChanged.v1"
    employer: UUID
    occurred_on: date
    details: EmployerDetails

    def heading(self) -> str:
        return f"The details of {self.details.name or 'a sole trader'} changed"
