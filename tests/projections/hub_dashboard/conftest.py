"""A small hub to tell stories about: one hub, a few schools, one employer."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid5

import pytest

from hub_core.activities import events as a
from hub_core.employers.events import EmployerDetails, EmployerForm, EmployerRegistered
from hub_core.encounters import codes
from hub_core.encounters import events as e
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.reference.activities import ActivityType
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeclineReason, DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters import events as r
from projections.hub_dashboard.fold import InstitutionFold
from projections.hub_dashboard.queries import Queries
from tests.projections.hub_dashboard.small_town import EVERYTHING, mid_march, runner, told_of

START = datetime(2025, 9, 1, 8, tzinfo=UTC)
_SPACE = UUID("6f0c1a52-0b5e-4d6a-9c1c-2b7a8a3c5d11")


class Town:
    """Builds events with as few words as a story needs. Ids follow from names."""

    @staticmethod
    def id(name: str) -> UUID:
        return uuid5(_SPACE, name)

    def hub(self, slug: str = "sea", *, areas: tuple[str, ...] = ("202",)) -> Event:
        return m.HubEstablished(
            hub=self.id(slug),
            occurred_on=date(2025, 9, 1),
            name=f"{slug.title()} Careers Hub",
            slug=slug,
            lead_organisation="Sea County Council",
            local_authorities=areas,
        )

    def scope(self, slug: str, areas: tuple[str, ...], phases: tuple[ServicePhase, ...]) -> Event:
        return m.HubScopeDeclared(
            hub=self.id(slug), occurred_on=date(2025, 9, 1), local_authorities=areas, phases=phases
        )

    def school(
        self,
        name: str,
        phase: ServicePhase = ServicePhase.SECONDARY,
        *,
        area: str = "202",
        urn: str | None = None,
    ) -> Event:
        return m.InstitutionRegistered(
            institution=self.id(name),
            occurred_on=date(2025, 9, 1),
            urn=urn,
            details=m.InstitutionDetails(name=name, phase=phase, local_authority=area),
        )

    def admitted(self, name: str, slug: str = "sea") -> Event:
        return m.MemberAdmitted(
            institution=self.id(name), hub=self.id(slug), occurred_on=date(2025, 9, 2)
        )

    def employer(self, name: str = "Hartley Engineering") -> Event:
        return EmployerRegistered(
            employer=self.id(name),
            occurred_on=date(2025, 9, 1),
            details=EmployerDetails(form=EmployerForm.COMPANY, name=name, sector=Sector.C),
        )

    def particulars(
        self,
        *,
        employer: str = "Hartley Engineering",
        kind: EncounterKind = EncounterKind.EMPLOYER_TALK,
        mode: DeliveryMode = DeliveryMode.IN_PERSON,
        sector: Sector | None = Sector.C,
    ) -> e.Particulars:
        return e.Particulars(
            employer=self.id(employer),
            kind=kind,
            mode=mode,
            sector=sector,
            size=EmployerSize.MEDIUM,
        )

    def _common(self, encounter: str, name: str, on: date) -> dict[str, Any]:
        return {
            "encounter": self.id(encounter),
            "institution": self.id(name),
            "occurred_on": on,
        }

    def proposed(self, encounter: str, name: str, on: date, **settings: Any) -> Event:
        return e.EncounterProposed(
            **self._common(encounter, name, on),
            planned_for=on,
            particulars=self.particulars(**settings),
        )

    def accepted(self, encounter: str, name: str, on: date, **settings: Any) -> Event:
        return e.EncounterAccepted(
            **self._common(encounter, name, on),
            planned_for=on,
            particulars=self.particulars(**settings),
        )

    def delivered(
        self, encounter: str, name: str, on: date, reported: int | None = None, **settings: Any
    ) -> Event:
        return e.EncounterDelivered(
            **self._common(encounter, name, on),
            particulars=self.particulars(**settings),
            reported=reported,
        )

    def confirmed(
        self, encounter: str, name: str, on: date, learners: Iterable[int], **settings: Any
    ) -> Event:
        there = list(learners)
        return e.EncounterConfirmed(
            **self._common(encounter, name, on),
            particulars=self.particulars(**settings),
            attendance=e.Attendance(total=len(there), learners=pack(there)),
            checks={},
        )

    def counted(
        self, encounter: str, name: str, on: date, counts: dict[int, int], **settings: Any
    ) -> Event:
        return e.EncounterConfirmed(
            **self._common(encounter, name, on),
            particulars=self.particulars(**settings),
            attendance=e.Attendance(total=sum(counts.values()), counts=counts),
            checks={},
        )

    def corrected(
        self, encounter: str, name: str, on: date, learners: Iterable[int], **settings: Any
    ) -> Event:
        there = list(learners)
        return e.ConfirmationCorrected(
            **self._common(encounter, name, on),
            particulars=self.particulars(**settings),
            attendance=e.Attendance(total=len(there), learners=pack(there)),
            checks={},
            reason=codes.CorrectionReason.WRONG_LEARNERS,
        )

    def withdrawn(self, encounter: str, name: str, on: date) -> Event:
        return e.ConfirmationWithdrawn(
            **self._common(encounter, name, on), reason=codes.CorrectionReason.BY_MISTAKE
        )

    def disputed(self, encounter: str, name: str, on: date) -> Event:
        return e.EncounterDisputed(
            **self._common(encounter, name, on), reason=codes.DisputeReason.DID_NOT_TAKE_PLACE
        )

    def declined(self, encounter: str, name: str, on: date) -> Event:
        return e.EncounterDeclined(
            **self._common(encounter, name, on), reason=DeclineReason.FULLY_BOOKED
        )

    def cancelled(self, encounter: str, name: str, on: date) -> Event:
        return e.EncounterCancelled(
            **self._common(encounter, name, on),
            reason=codes.CancellationReason.EMPLOYER_UNAVAILABLE,
        )

    def moved(self, encounter: str, name: str, on: date, to: date) -> Event:
        return e.EncounterRescheduled(**self._common(encounter, name, on), planned_for=to)

    def recorded(
        self,
        activity: str,
        name: str,
        on: date,
        learners: Iterable[int] | dict[int, int] | None,
        **details: Any,
    ) -> Event:
        """An activity as the school recorded it: named, counted by year group, or without numbers."""
        return a.ActivityRecorded(
            institution=self.id(name),
            activity=self.id(activity),
            occurred_on=on,
            details=self.details(**details),
            attendance=self.came(learners),
        )

    def changed(
        self,
        activity: str,
        name: str,
        on: date,
        learners: Iterable[int] | dict[int, int] | None,
        **details: Any,
    ) -> Event:
        return a.ActivityCorrected(
            institution=self.id(name),
            activity=self.id(activity),
            occurred_on=on,
            details=self.details(**details),
            attendance=self.came(learners),
            reason=a.ActivityCorrection.CHANGED_AT_SOURCE,
        )

    def taken_back(self, activity: str, name: str, on: date) -> Event:
        return a.ActivityWithdrawn(
            institution=self.id(name),
            activity=self.id(activity),
            occurred_on=on,
            reason=a.ActivityCorrection.GONE_FROM_SOURCE,
        )

    def matched(self, encounter: str, activity: str, name: str) -> Event:
        return x.EncounterMatched(
            institution=self.id(name),
            encounter=self.id(encounter),
            activity=self.id(activity),
            occurred_on=date(2025, 10, 20),
        )

    def split(self, encounter: str, activity: str, name: str) -> Event:
        return x.MatchSplit(
            institution=self.id(name),
            encounter=self.id(encounter),
            activity=self.id(activity),
            occurred_on=date(2025, 10, 21),
            reason=x.SplitReason.BY_MISTAKE,
        )

    def cohort(self, name: str, on: date, year_of_leaving: int, learners: Iterable[int]) -> Event:
        return r.CohortDeclared(
            institution=self.id(name),
            occurred_on=on,
            cohort=year_of_leaving,
            learners=pack(learners),
        )

    @staticmethod
    def details(**told: Any) -> a.Details:
        usual = {
            "type": ActivityType.EMPLOYER_TALK,
            "mode": DeliveryMode.IN_PERSON,
            "sector": Sector.C,
        }
        return a.Details(**(usual | told))

    @staticmethod
    def came(learners: Iterable[int] | dict[int, int] | None) -> e.Attendance | None:
        if learners is None:
            return None
        if isinstance(learners, dict):
            return e.Attendance(total=sum(learners.values()), counts=learners)
        there = list(learners)
        return e.Attendance(total=len(there), learners=pack(there))

    def rolled(self, name: str, on: date, roll: dict[int, int]) -> Event:
        return r.RollDeclared(institution=self.id(name), occurred_on=on, roll=roll)

    def fold(self, name: str, *events: Event) -> "Folded":
        """The rows these events of one institution give, folded in one go."""
        folded = Folded(self.id(name))
        folded.take(events)
        return folded


class Folded:
    """A fold with its rows as the tables would hold them."""

    KEYS: ClassVar[dict[str, int]] = {
        "institutions": 1,
        "stays": 2,
        "scope_choices": 2,
        "encounters": 2,
        "own_meetings": 2,
        "institution_years": 2,
        "activity": 2,
    }

    def __init__(self, institution: UUID) -> None:
        self.fold = InstitutionFold(institution)
        self.position = 0
        self.tables: dict[str, dict[tuple[Any, ...], tuple[Any, ...]]] = {
            name: {} for name in self.KEYS
        }

    def take(self, events: Iterable[Event]) -> None:
        """Fold a batch, then write its rows."""
        for event in events:
            self.position += 1
            self.fold.apply(event, self.position, START + timedelta(minutes=self.position))
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self.KEYS}
        self.fold.changes(rows)
        for name, records in rows.items():
            for record in records:
                self.tables[name][record[: self.KEYS[name]]] = record

    def year(self, academic_year: str = "2025/26") -> dict[str, Any]:
        """The figures of one year by name."""
        columns = (
            "institution",
            "academic_year",
            "encounters",
            "learner_encounters",
            "distinct_learners",
            "counted_at_least",
            "counted_at_most",
            "supplied",
            "last_activity",
            "newest",
            "cells",
            "planned",
            "year_groups",
            "beside",
        )
        row = self.tables["institution_years"][(self.fold.institution, academic_year)]
        return dict(zip(columns, row, strict=True))


@pytest.fixture(scope="session")
def town() -> Town:
    """Builders of events."""
    return Town()


@pytest.fixture
def story(town: Town) -> list[Any]:
    """What happened in the small town."""
    return told_of(town)


@pytest.fixture
async def queries(log: Any, story: list[Any]) -> Queries:
    await log.append(*story)
    await runner(log).catch_up()
    return Queries(log.pool, policy=EVERYTHING, clock=mid_march)
