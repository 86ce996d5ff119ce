"""A school's provider access statement: where it stands, when it was reviewed, and when it is due again.

The rule: whether a school must publish one follows from the year groups it teaches; whether it has, from
its own word, and that it can be found at the address nobody here has tried.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.provider_access.codes import (
    FIRST_YEAR_GROUP,
    LAST_YEAR_GROUP,
    REMIND_DAYS_BEFORE,
    REVIEW_AFTER_DAYS,
)
from hub_core.provider_access.events import AccessStatementPublished, AccessStatementWithdrawn
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict


class Publication(Labelled):
    """How it stands with a school's statement."""

    NOT_ASKED = "not_asked", "Not asked of it"
    MISSING = "missing", "Not published"
    PUBLISHED = "published", "Published"
    REVIEW_DUE = "review_due", "Review due soon"
    OVERDUE = "overdue", "Review overdue"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """What the checker finds; ``remind`` says that whoever keeps the statement is to be reminded."""

    publication: Publication
    review_due_on: date | None = None

    @property
    def remind(self) -> bool:
        """Whether somebody has something to do."""
        return self.publication in (
            Publication.MISSING,
            Publication.REVIEW_DUE,
            Publication.OVERDUE,
        )


class AccessStatement(Aggregate):
    """One school's statement (stream: ``statement_stream``)."""

    address: str
    published_on: date
    reviewed_on: date

    def begin(self) -> None:
        self.is_published = False

    def evolve(self, event: Event) -> None:
        match event:
            case AccessStatementPublished():
                self.is_published, self.address = True, event.address
                self.published_on, self.reviewed_on = event.occurred_on, event.reviewed_on
            case AccessStatementWithdrawn():
                self.is_published = False
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a statement")

    def publish(
        self, school: UUID, address: str, *, reviewed_on: date, on: date, at: datetime
    ) -> None:
        """Stand at this address; the same again changes nothing."""
        if self.is_published and (address, reviewed_on) == (self.address, self.reviewed_on):
            return
        self.record(
            AccessStatementPublished(
                institution=school, occurred_on=on, address=address, reviewed_on=reviewed_on
            ),
            at=at,
        )

    def withdraw(self, school: UUID, *, on: date, at: datetime) -> None:
        """Be published no longer."""
        if not self.is_published:
            raise Conflict(
                "No provider access statement is published that could be withdrawn.",
                kind="not-published",
            )
        self.record(AccessStatementWithdrawn(institution=school, occurred_on=on), at=at)

    def check(self, setting: Setting, *, today: date) -> Check:
        """What the publication checker finds today."""
        if not self.is_published:
            missing = must_publish(setting)
            return Check(publication=Publication.MISSING if missing else Publication.NOT_ASKED)
        due = self.reviewed_on + timedelta(days=REVIEW_AFTER_DAYS)
        if today >= due:
            return Check(publication=Publication.OVERDUE, review_due_on=due)
        soon = today >= due - timedelta(days=REMIND_DAYS_BEFORE)
        return Check(
            publication=Publication.REVIEW_DUE if soon else Publication.PUBLISHED,
            review_due_on=due,
        )


def must_publish(setting: Setting) -> bool:
    """Whether the law asks a statement of it: a school that teaches any of Years 8 to 13."""
    asked = frozenset(range(FIRST_YEAR_GROUP, LAST_YEAR_GROUP + 1))
    return setting.kind in (SettingKind.SCHOOL, SettingKind.SPECIAL) and not asked.isdisjoint(
        setting.year_groups
    )


@derived
def statement_stream(school: UUID) -> UUID:
    """The stream of a school's provider access statement."""
    return uuid5(school, "provider access statement")
