"""The employer: a registered organisation, a public body, or a person who trades alone.

The rule: what an employer must give to be recognised follows from its form (company number, charity
number, or name and postcode). One that was merged keeps its id and its past, and begins nothing new.
"""

from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

from hub_core.employers.events import (
    EmployerDetails,
    EmployerDetailsChanged,
    EmployerForm,
    EmployerRegistered,
)
from hub_core.employers.standing_events import (
    CornerstoneDesignated,
    CornerstoneEnded,
    EmployersMerged,
    EmployerStandardsAssessed,
    EmployerVerified,
    MergeUndone,
    VerificationBasis,
    VerificationLoss,
    VerificationWithdrawn,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.employers import Sector
from hub_core.reference.employers import sector_of as sector_of_code
from hub_core.refusals import Conflict, Invalid, NotFound, Problem


class Employer(Aggregate):
    """One employer."""

    details: EmployerDetails

    def begin(self) -> None:
        self.verified_by: UUID | None = None
        self.verified_on: date | None = None
        self.cornerstone_of: frozenset[UUID] = frozenset()
        self.standards_assessed_on: date | None = None
        self.merged_into: UUID | None = None
        self.absorbed: frozenset[UUID] = frozenset()

    def evolve(self, event: Event) -> None:
        match event:
            case EmployerRegistered() | EmployerDetailsChanged():
                self.details = event.details
            case EmployerVerified():
                self.verified_by, self.verified_on = event.hub, event.occurred_on
            case VerificationWithdrawn():
                self.verified_by, self.verified_on = None, None
            case CornerstoneDesignated():
                self.cornerstone_of |= {event.hub}
            case CornerstoneEnded():
                self.cornerstone_of -= {event.hub}
            case EmployerStandardsAssessed():
                before = self.standards_assessed_on or event.occurred_on
                self.standards_assessed_on = max(before, event.occurred_on)
            case EmployersMerged() if event.merged == self.id:
                self.merged_into = event.employer
            case EmployersMerged():
                self.absorbed |= {event.merged}
            case MergeUndone() if event.merged == self.id:
                self.merged_into = None
            case MergeUndone():
                self.absorbed -= {event.merged}
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an employer")

    def register(self, details: EmployerDetails, *, on: date, at: datetime) -> None:
        """Become known."""
        if self.exists:
            raise Conflict("This employer is registered already.", kind="already-registered")
        _check(details)
        self.record(EmployerRegistered(employer=self.id, occurred_on=on, details=details), at=at)

    @property
    def title(self) -> str:
        """How it is spoken of: a sole trader's name is a person's and stays in the vault."""
        return self.details.name or "This sole trader"

    def verify(self, hub: UUID, basis: VerificationBasis, *, on: date, at: datetime) -> None:
        """Be verified by a hub; being so already, by whichever, changes nothing."""
        if self.verified_by is None:
            self.record(
                EmployerVerified(employer=self.id, hub=hub, occurred_on=on, basis=basis), at=at
            )

    def lose_verification(
        self, hub: UUID, reason: VerificationLoss, *, on: date, at: datetime
    ) -> None:
        """Be verified no longer, by the word of any hub: doubt about safety waits for nobody."""
        if self.verified_by is None:
            raise Conflict(f"{self.title} is not verified.", kind="not-verified")
        self.record(
            VerificationWithdrawn(employer=self.id, hub=hub, occurred_on=on, reason=reason), at=at
        )

    def become_cornerstone(self, hub: UUID, *, on: date, at: datetime) -> None:
        """Be one of this hub's cornerstones; once verified, and once is enough."""
        if self.verified_by is None:
            raise Conflict(
                f"{self.title} is not verified yet. Verify it, then designate it.",
                kind="employer-not-verified",
            )
        if hub not in self.cornerstone_of:
            self.record(CornerstoneDesignated(employer=self.id, hub=hub, occurred_on=on), at=at)

    def end_cornerstone(self, hub: UUID, *, on: date, at: datetime) -> None:
        """No longer be one of this hub's cornerstones."""
        if hub not in self.cornerstone_of:
            raise Conflict(f"{self.title} is no cornerstone of this hub.", kind="no-cornerstone")
        self.record(CornerstoneEnded(employer=self.id, hub=hub, occurred_on=on), at=at)

    def assess_standards(self, day: date, *, at: datetime) -> None:
        """Have assessed itself on a day; the latest known, or an earlier day, changes nothing."""
        if self.standards_assessed_on is None or day > self.standards_assessed_on:
            self.record(EmployerStandardsAssessed(employer=self.id, occurred_on=day), at=at)

    def note_merger(self, survivor: UUID, merged: UUID, *, on: date, at: datetime) -> None:
        """Be one of two that are one from now on."""
        self.record(EmployersMerged(employer=survivor, merged=merged, occurred_on=on), at=at)

    def note_parting(self, survivor: UUID, merged: UUID, *, on: date, at: datetime) -> None:
        """Be one of two that are two again."""
        self.record(MergeUndone(employer=survivor, merged=merged, occurred_on=on), at=at)

    def change_details(self, details: EmployerDetails, *, on: date, at: datetime) -> None:
        """Describe itself anew; the same again changes nothing, and its form never changes."""
        if details == self.details:
            return
        if details.form is not self.details.form:
            raise Conflict(
                f"This employer is registered as \u201c{self.details.form.label}\u201d. "
                "If it became something else, register that as a new employer.",
                kind="form-changed",
            )
        _check(details)
        self.record(
            EmployerDetailsChanged(employer=self.id, occurred_on=on, details=details), at=at
        )


def sector_of(sic_codes: tuple[str, ...]) -> Sector | None:
    """The sector of the first code that names an industry."""
    sectors = map(sector_of_code, sic_codes)
    return next((sector for sector in sectors if sector is not None), None)


def normalised_name(name: str) -> str:
    """A name as it is compared: case, spaces and punctuation make no difference."""
    return "".join(character for character in name.casefold() if character.isalnum())


def claims_of(details: EmployerDetails) -> frozenset[str]:
    """The keys that recognise this employer: its numbers, or else its name and postcode.

    A sole trader's is the vault's keyed digest of name and postcode, which tells nothing to whoever
    reads it.
    """
    company, charity = details.company_number, details.charity_number
    numbers = [f"company:{company}"] if company is not None else []
    numbers += [f"charity:{charity}"] if charity is not None else []
    if numbers:
        return frozenset(numbers)
    if details.recognised_by is not None:
        return frozenset({f"employer-at:{details.recognised_by}"})
    digest = blake2b(normalised_name(details.name or "").encode(), digest_size=16).hexdigest()
    return frozenset({f"employer-at:{digest}:{details.postcode}"})


def no_such_employer(employer: UUID) -> NotFound:
    """What to say when an id leads to no employer."""
    return NotFound(f"There is no employer with the id {employer}. Register it first.")


def _check(details: EmployerDetails) -> None:
    problems = list(_missing(details))
    if problems:
        raise Invalid("The employer cannot be recognised from this.", problems=problems)


def _missing(details: EmployerDetails) -> list[Problem]:
    match details.form:
        case EmployerForm.COMPANY:
            wanted = {"companyNumber": details.company_number}
        case EmployerForm.CHARITY:
            wanted = {"charityNumber": details.charity_number}
        case EmployerForm.SOLE_TRADER:
            wanted = {"postcode": details.recognised_by}
        case _:
            wanted = {"postcode": details.postcode}
    return [
        Problem(
            field=field,
            reason=f"\u201c{details.form.label}\u201d needs this to be recognised.",
            remedy=_REMEDIES[field],
        )
        for field, value in wanted.items()
        if value is None
    ]


_REMEDIES = {
    "companyNumber": "Give its Companies House number, eight characters such as 00445790.",
    "charityNumber": "Give its registered charity number.",
    "postcode": "Give the postcode of its main office, or where the sole trader works.",
}
