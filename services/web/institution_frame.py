"""What all pages of one institution have in common: its name, and the one way from page to page.

The rule: a page is named only to whoever may open it, by the decision that guards the page itself.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.belonging import with_belonging
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.log.repository import read
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.service_phases import ServicePhase
from services.http.permission import ledger_of

#: Phases whose institutions the benchmarks are asked of; one outside the phases is asked as a school is.
EVALUATED = frozenset(USUAL_EVALUATION)

#: Where an institution's data is sent.
_SENDING = "/uploads"
#: Every page of an institution the benchmarks are asked of: its key, its words, where it is, and what its
#: guard asks for.
PAGES = (
    ("benchmarks", "Benchmarks", "", "progress.institution_benchmarks"),
    ("encounters", "Encounters", "/encounters", "encounters.parts"),
    ("activities", "Activities", "/activities", "activities.activities"),
    ("calendar", "Calendar", "/calendar", "calendars.of_institution"),
    ("matches", "Told twice", "/matches", "matching.suggestions"),
    ("guidance", "Guidance", "/guidance", "guidance.queue"),
    ("questions", "Questions", "/questions", "questions.of_institution"),
    ("programme", "Programme", "/programme", "programme.programme"),
    ("requests", "Providers", "/provider-requests", "providers.requests"),
    ("staff", "Staff", "/staff", "workforce.workforce"),
    ("learners", "Learners", "/learners", "rosters.learner_record"),
    ("governors", "Governors", "/governors-report", "reporting.governors_report"),
    ("uploads", "Send data", _SENDING, "sync.uploads"),
)
#: Those of them that are only for who is asked for the benchmarks, and what a primary school has instead.
ONLY_EVALUATED = frozenset({"guidance", "questions", "programme", "requests", "governors"})
OF_PRIMARY = (("year", "Your year", "/year", "returns.primary_returns"),)


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """One page in the list of pages."""

    label: str
    address: str
    current: bool


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Whose page it is, what it knows of itself, and the other pages of it."""

    institution: Institution
    tabs: tuple[Tab, ...]
    may: frozenset[str]

    @property
    def id(self) -> UUID:
        """The institution's."""
        return self.institution.id

    @property
    def name(self) -> str:
        """As the register has it."""
        return self.institution.details.name

    @property
    def sends(self) -> bool:
        """Whether whoever asks may send its data."""
        return any(one.address.endswith(_SENDING) for one in self.tabs)

    @property
    def address(self) -> str:
        """Where its pages begin."""
        return f"/institutions/{self.institution.id}"


async def frame(
    request: Request[Any, Any, Any],
    principal: Principal,
    institution: UUID,
    current: str,
    *actions: str,
) -> Frame:
    """The frame of a page; ``may`` holds those of ``actions`` that whoever asks may take here.

    Raises ``NotFound`` where there is no such institution.
    """
    ledger = ledger_of(request)
    known = await read(ledger, Institution, institution)
    if not known.exists:
        raise no_such_institution(institution)
    resource = await with_belonging(ledger, of_institution(institution))
    return Frame(
        institution=known,
        tabs=tabs(principal, resource, known, current),
        may=frozenset(action for action in actions if can(principal, action, resource)),
    )


def tabs(
    principal: Principal, resource: Resource, institution: Institution, current: str
) -> tuple[Tab, ...]:
    """The pages this institution has that whoever asks may open, in their order."""
    return tuple(
        Tab(label=label, address=f"/institutions/{institution.id}{path}", current=key == current)
        for key, label, path, action in pages_of(institution)
        if can(principal, action, resource)
    )


def pages_of(institution: Institution) -> tuple[tuple[str, str, str, str], ...]:
    """The pages this institution has, whoever asks."""
    if is_evaluated(institution):
        return PAGES
    own = OF_PRIMARY if institution.details.phase is ServicePhase.PRIMARY else ()
    return (*own, *(one for one in PAGES if one[0] not in ONLY_EVALUATED))


def is_evaluated(institution: Institution) -> bool:
    """Whether the benchmarks are asked of it."""
    return (institution.details.phase or ServicePhase.SECONDARY) in EVALUATED


def of_institution(institution: UUID) -> Resource:
    """Whatever is the institution's own."""
    owner = Organisation(OrganisationKind.INSTITUTION, institution)
    return Resource.of(owner)
