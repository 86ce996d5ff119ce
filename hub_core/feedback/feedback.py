"""The feedback on one encounter or activity at one institution: rounds of learners, and both sides' answers.

The rule: no round has more answers than learners it was opened for, none is told before it is over, and
none with fewer than ``LEAST_TOLD`` answers is told at all.
"""

from collections import Counter
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.feedback.codes import LEAST_TOLD, Again, FoundOut, Hoped, NextStep, Prepared
from hub_core.feedback.events import (
    ClassCodeClosed,
    EmployerAnswered,
    InstitutionAnswered,
    LearnerAnswered,
    LearnersAsked,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityType
from hub_core.refusals import Conflict

#: The kind of refusal that an answer to a code that is over meets.
CODE_CLOSED = "code-closed"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What feedback is about: an employer's encounter, or an activity of the institution's own."""

    institution: UUID
    type: ActivityType
    encounter: UUID | None = None
    activity: UUID | None = None


class Round(msgspec.Struct, kw_only=True):
    """One class code: whom it was opened for and what they answered."""

    code: UUID
    asked_on: date
    open_until: date
    learners: int
    closed: bool = False
    answers: int = 0
    found_out: Counter[FoundOut] = msgspec.field(default_factory=Counter)
    next_step: Counter[NextStep] = msgspec.field(default_factory=Counter)

    def is_open(self, today: date) -> bool:
        """Whether it takes another answer."""
        return not self.closed and self.answers < self.learners and today <= self.open_until

    def is_told(self, today: date) -> bool:
        """Whether its answers may be told: over, and enough that no child is known by theirs."""
        return self.answers >= LEAST_TOLD and not self.is_open(today)


class Feedback(Aggregate):
    """All feedback on one thing at one institution (stream: ``feedback_stream``)."""

    institution: UUID
    type: ActivityType
    encounter: UUID | None
    activity: UUID | None

    def begin(self) -> None:
        self.rounds: tuple[Round, ...] = ()
        self.employer: tuple[Prepared, Again] | None = None
        self.school: tuple[Hoped, Again] | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case LearnersAsked():
                self._is_about(event.institution, event.type, event.encounter, event.activity)
                one = Round(
                    code=event.code,
                    asked_on=event.occurred_on,
                    open_until=event.open_until,
                    learners=event.learners,
                )
                self.rounds = (*self.rounds, one)
            case LearnerAnswered():
                last = self.rounds[-1]
                last.answers += 1
                last.found_out[event.found_out] += 1
                last.next_step[event.next_step] += 1
            case ClassCodeClosed():
                self.rounds[-1].closed = True
            case EmployerAnswered():
                self._is_about(event.institution, event.type, event.encounter, None)
                self.employer = (event.prepared, event.again)
            case InstitutionAnswered():
                self._is_about(event.institution, event.type, event.encounter, None)
                self.school = (event.hoped, event.again)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to feedback")

    def _is_about(
        self, institution: UUID, kind: ActivityType, encounter: UUID | None, activity: UUID | None
    ) -> None:
        self.institution, self.type = institution, kind
        self.encounter, self.activity = encounter, activity

    @property
    def asked(self) -> int:
        """For how many learners its codes were opened, all rounds together."""
        return sum(one.learners for one in self.rounds)

    def open_round(self, today: date) -> Round | None:
        """The round that takes answers now."""
        last = self.rounds[-1] if self.rounds else None
        return last if last is not None and last.is_open(today) else None

    def ask(
        self,
        about: About,
        *,
        learners: int,
        open_until: date,
        code: UUID,
        on: date,
        at: datetime,
    ) -> None:
        """Open a code; one at a time."""
        if (open_now := self.open_round(on)) is not None:
            raise Conflict(
                f"A class code is open for this already, until {open_now.open_until:%-d %B %Y}: "
                f"{open_now.answers} of {open_now.learners} learners have answered. Close it first.",
                kind="code-open",
            )
        self.record(
            LearnersAsked(
                institution=about.institution,
                encounter=about.encounter,
                activity=about.activity,
                type=about.type,
                occurred_on=on,
                learners=learners,
                open_until=open_until,
                code=code,
            ),
            at=at,
        )

    def answer(
        self, code: UUID, found_out: FoundOut, next_step: NextStep, *, on: date, at: datetime
    ) -> None:
        """Take one learner's answers, while there is room for them."""
        last = self.rounds[-1] if self.rounds else None
        if last is None or last.code != code or not last.is_open(on):
            raise Conflict("This class code takes no more answers.", kind=CODE_CLOSED)
        self.record(
            LearnerAnswered(
                institution=self.institution,
                encounter=self.encounter,
                activity=self.activity,
                occurred_on=on,
                found_out=found_out,
                next_step=next_step,
            ),
            at=at,
        )

    def close(self, *, on: date, at: datetime) -> None:
        """Take no more answers; closing what is over changes nothing."""
        if self.open_round(on) is not None:
            self.record(
                ClassCodeClosed(
                    institution=self.institution,
                    encounter=self.encounter,
                    activity=self.activity,
                    occurred_on=on,
                ),
                at=at,
            )

    def employer_answers(
        self, about: About, prepared: Prepared, again: Again, *, on: date, at: datetime
    ) -> None:
        """Have the employer's answers; the same again changes nothing."""
        if self.employer != (prepared, again):
            assert about.encounter is not None
            self.record(
                EmployerAnswered(
                    institution=about.institution,
                    encounter=about.encounter,
                    occurred_on=on,
                    type=about.type,
                    prepared=prepared,
                    again=again,
                ),
                at=at,
            )

    def school_answers(
        self, about: About, hoped: Hoped, again: Again, *, on: date, at: datetime
    ) -> None:
        """Have the institution's answers; the same again changes nothing."""
        if self.school != (hoped, again):
            assert about.encounter is not None
            self.record(
                InstitutionAnswered(
                    institution=about.institution,
                    encounter=about.encounter,
                    occurred_on=on,
                    type=about.type,
                    hoped=hoped,
                    again=again,
                ),
                at=at,
            )


def feedback_stream(about: UUID, institution: UUID) -> UUID:
    """The stream of the feedback on an encounter or activity at an institution."""
    return uuid5(about, f"feedback of {institution}")
