"""The peer of rebuild: the eventsourcing package's ProjectionRunner with a PostgreSQL view.

The view does the least a dashboard needs: a fact a confirmed encounter, and a count by institution and
month. Everything is written as the package's manual does it.
"""

import time
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from benchmarks.peers.address import parts_of
from hub_core.encounters.events import EncounterConfirmed


class Encounter(Aggregate):
    """One confirmed encounter, with what our own event carries."""

    class Confirmed(Aggregate.Created):
        institution: str
        occurred_on: str
        kind: str
        mode: str
        learners: str
        total: int

    @event(Confirmed)
    def __init__(
        self, institution: str, occurred_on: str, kind: str, mode: str, learners: str, total: int
    ) -> None:
        self.institution = institution


class View(PostgresTrackingRecorder):
    """Two tables, written in the transaction that records the tracking."""

    def __init__(self, datastore: Any, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.sql_create_statements += [_FACTS, _FIGURES]

    def confirmed(self, happened: Any, tracking: Tracking) -> None:
        """One event, one transaction."""
        month = date.fromisoformat(happened.occurred_on).replace(day=1)
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "insert into facts values (%s, %s, %s, %s, %s, %s)",
                (
                    happened.institution,
                    happened.originator_id,
                    happened.kind,
                    happened.mode,
                    happened.learners,
                    happened.total,
                ),
            )
            cursor.execute(_COUNT, (happened.institution, month, happened.total))


class Dashboard(Projection[View]):
    """Hands each event to the view."""

    topics = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Anything else only moves the tracking on."""

    @process_event.register
    def _(self, domain_event: Encounter.Confirmed, tracking: Tracking) -> None:
        self.view.confirmed(domain_event, tracking)


def projection_rate(address: str, events: Sequence[EncounterConfirmed]) -> float:
    """Events a second from an application's log into the view."""
    environment = {"PERSISTENCE_MODULE": "eventsourcing.postgres", **parts_of(address)}
    application: Application[UUID] = Application(environment)
    try:
        for start in range(0, len(events), 500):
            application.save(*(_aggregate(one) for one in events[start : start + 500]))
        last = application.recorder.max_notification_id()
        with ProjectionRunner(
            application_class=Application,
            projection_class=Dashboard,
            view_class=View,
            env=environment,
        ) as runner:
            began = time.perf_counter()
            runner.wait(last, timeout=600)
            return len(events) / (time.perf_counter() - began)
    finally:
        application.close()


def _aggregate(one: EncounterConfirmed) -> Encounter:
    learners = one.attendance.learners or b""
    return Encounter(
        institution=str(one.institution),
        occurred_on=one.occurred_on.isoformat(),
        kind=one.particulars.kind.value,
        mode=one.particulars.mode.value,
        learners=learners.hex(),
        total=one.attendance.total,
    )


_FACTS = SQL(
    "create table if not exists facts (institution text, encounter uuid, kind text, mode text, "
    "learners text, total integer, primary key (institution, encounter))"
).format()
_FIGURES = SQL(
    "create table if not exists figures (institution text, month date, encounters integer, "
    "learners integer, primary key (institution, month))"
).format()
_COUNT = (
    "insert into figures values (%s, %s, 1, %s) on conflict (institution, month) do update "
    "set encounters = figures.encounters + 1, learners = figures.learners + excluded.learners"
)
