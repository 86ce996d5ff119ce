"""Feedback as it is told: exactly to the institution itself, protected to everybody else.

The rule: learners' answers are learners' numbers; what leaves the institution goes through
``hub_core.disclosure``. Answers of organisations are about organisations.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from hub_core.disclosure import protect, protect_breakdown
from hub_core.feedback.codes import Again, FoundOut, Hoped, NextStep, Prepared
from hub_core.feedback.feedback import Feedback, Round
from hub_core.feedback.tally import Tallies, Tally
from hub_core.reference.activities import ActivityType
from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear

Choice = TypeVar("Choice", bound=Labelled)


class LearnersView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What those answered who were there, counted: learners; of an event for parents, or of training for
    staff, they. Null is withheld: too few, or they would tell of the others."""

    answers: int | None
    found_out: dict[FoundOut, int | None]
    next_step: dict[NextStep, int | None]


class EmployersView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What employers answered, counted."""

    prepared: dict[Prepared, int]
    again: dict[Again, int]


class InstitutionsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What institutions answered, counted."""

    hoped: dict[Hoped, int]
    again: dict[Again, int]


class TypeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One type: how many were held, for how many learners, and what was made of them.

    ``learners`` counts each learner at each. ``withFeedback`` is how many have any.
    """

    type: ActivityType
    held: int
    learners: int | None
    with_feedback: int
    learners_said: LearnersView
    employers_said: EmployersView
    institutions_said: InstitutionsView


class FeedbackOfYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Feedback beside volume in one academic year, by type; ``institutions`` is whose it is."""

    academic_year: AcademicYear
    institutions: int
    types: tuple[TypeView, ...]


class CodeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A round of learners: how many of whom answered. ``code`` while it opens: type it at ``/feedback``."""

    asked_on: date
    open_until: date
    learners: int
    answers: int
    is_open: bool
    code: str | None


class EncounterFeedback(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was made of one encounter at one institution, as far as whoever asks may know."""

    institution: UUID
    type: ActivityType | None
    learners_said: LearnersView | None
    prepared: Prepared | None
    employer_again: Again | None
    hoped: Hoped | None
    institution_again: Again | None


class OwnFeedback(EncounterFeedback, frozen=True, kw_only=True, rename="camel"):
    """The same for the institution itself, with its class codes."""

    id: UUID
    version: int
    codes: tuple[CodeView, ...]


def of_year(
    tallies: Tallies, year: AcademicYear, *, institutions: int, exact: bool
) -> FeedbackOfYear:
    """The answer, by type in the order of the list of types."""
    return FeedbackOfYear(
        academic_year=year,
        institutions=institutions,
        types=tuple(_type(one, tallies[one], exact) for one in ActivityType if one in tallies),
    )


def of_encounter(institution: UUID, feedback: Feedback, today: date) -> EncounterFeedback:
    """For whoever is not of the institution."""
    return EncounterFeedback(**_said(institution, feedback, today, exact=False))


def own(
    institution: UUID, feedback: Feedback, today: date, codes: Mapping[UUID, str | None]
) -> OwnFeedback:
    """For the institution itself."""
    return OwnFeedback(
        **_said(institution, feedback, today, exact=True),
        id=feedback.id,
        version=feedback.version,
        codes=tuple(_code(one, today, codes) for one in feedback.rounds),
    )


def _said(institution: UUID, feedback: Feedback, today: date, *, exact: bool) -> dict[str, Any]:
    tally = Tally()
    tally.take(feedback, today)
    prepared, employer_again = feedback.employer or (None, None)
    hoped, institution_again = feedback.school or (None, None)
    return {
        "institution": institution,
        "type": feedback.type if feedback.exists else None,
        "learners_said": _learners(tally, exact) if tally.answers else None,
        "prepared": prepared,
        "employer_again": employer_again,
        "hoped": hoped,
        "institution_again": institution_again,
    }


def _type(kind: ActivityType, tally: Tally, exact: bool) -> TypeView:
    return TypeView(
        type=kind,
        held=tally.held,
        learners=tally.learners if exact else protect(tally.learners).shown,
        with_feedback=tally.with_feedback,
        learners_said=_learners(tally, exact),
        employers_said=EmployersView(
            prepared=_every(Prepared, tally.prepared), again=_every(Again, tally.employers_again)
        ),
        institutions_said=InstitutionsView(
            hoped=_every(Hoped, tally.hoped), again=_every(Again, tally.institutions_again)
        ),
    )


def _learners(tally: Tally, exact: bool) -> LearnersView:
    return LearnersView(
        answers=tally.answers if exact else protect(tally.answers).shown,
        found_out=_answers(FoundOut, tally.found_out, exact),
        next_step=_answers(NextStep, tally.next_step, exact),
    )


def _answers(
    choices: Iterable[Choice], given: Counter[Choice], exact: bool
) -> dict[Choice, int | None]:
    counts = {choice: given[choice] for choice in choices}
    if exact:
        return dict(counts)
    protected = protect_breakdown(counts, total_published=True)
    return {choice: one.shown for choice, one in protected.items()}


def _every(choices: Iterable[Choice], given: Counter[Choice]) -> dict[Choice, int]:
    return {choice: given[choice] for choice in choices}


def _code(one: Round, today: date, codes: Mapping[UUID, str | None]) -> CodeView:
    is_open = one.is_open(today)
    return CodeView(
        asked_on=one.asked_on,
        open_until=one.open_until,
        learners=one.learners,
        answers=one.answers,
        is_open=is_open,
        code=codes.get(one.code) if is_open else None,
    )
