"""Whatever can happen at one school that its benchmarks rest on: one strategy for each kind of event.

The test of the fold holds this list against the events the projection reads, so that none is forgotten.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.evaluations import events as v
from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultCorrection, ResultSource
from hub_core.guidance import events as g
from hub_core.guidance.codes import MeetingCorrection
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.matching import events as x
from hub_core.membership import events as m
from hub_core.reference.activities import ActivityType, ProviderKind
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EncounterKind,
    MeaningfulCheck,
)
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters import events as r
from hub_core.rosters.codes import ApartReason, Programme, ProgrammeLevel
from hub_core.training import events as t
from hub_core.training.codes import TrainingKind
from hub_core.workforce import events as w
from hub_core.workforce.codes import LeavingReason

SCHOOL, HUB = UUID(int=1), UUID(int=2)
NUMBERS = st.integers(10, 16)
IDS = NUMBERS.map(lambda number: UUID(int=number))
ACTIVITIES = NUMBERS.map(lambda number: UUID(int=100 + number))
DAYS = st.integers(0, 700).map(lambda days: date(2024, 9, 1) + timedelta(days=days))
LEARNERS = st.sets(st.integers(0, 40), min_size=1, max_size=15)
PACKED = LEARNERS.map(pack)
CAME = st.one_of(
    LEARNERS.map(lambda there: e.Attendance(total=len(there), learners=pack(there))),
    st.just(e.Attendance(total=0, learners=pack([]))),
    st.integers(1, 30).map(lambda there: e.Attendance(total=there, counts={8: there})),
)
MODES = st.sampled_from(DeliveryMode)
CHECKS = st.sampled_from(
    [
        dict.fromkeys(MeaningfulCheck, CheckAnswer.YES),
        {MeaningfulCheck.CLEAR_PURPOSE: CheckAnswer.NO},
    ]
)
PARTICULARS = st.builds(
    e.Particulars, employer=st.just(UUID(int=3)), kind=st.just(EncounterKind.EMPLOYER_TALK), mode=MODES
)  # fmt: skip
COLLEGE = a.Provider(kind=ProviderKind.FE_COLLEGE, approved_technical=True)
DETAILS = st.one_of(
    st.builds(
        a.Details,
        type=st.sampled_from([ActivityType.EMPLOYER_TALK, ActivityType.LMI_SESSION, ActivityType.CPD]),
        mode=MODES,
    ),
    st.builds(
        a.Details, type=st.just(ActivityType.WORK_EXPERIENCE_DAY), mode=MODES, minutes=st.just(1600)
    ),
    st.builds(a.Details, type=st.just(ActivityType.GUIDANCE_MEETING), adviser_level=st.just(6)),
    st.builds(a.Details, type=st.just(ActivityType.TASTER_DAY), mode=MODES, provider=st.just(COLLEGE)),
)  # fmt: skip


def details(low: int, high: int) -> m.InstitutionDetails:
    """A secondary school of these ages."""
    return m.InstitutionDetails(
        name="Ashbrook", phase=ServicePhase.SECONDARY, low_age=low, high_age=high
    )


OF_AGES = st.builds(details, st.integers(4, 11), st.integers(16, 18))
PROGRAMMES = st.integers(2024, 2025).map(
    lambda year: Programme(
        code="PLUMBING",
        level=ProgrammeLevel.LEVEL_2,
        starts_on=date(year, 9, 1),
        planned_end=date(year + 1, 7, 31),
    )
)
RESULT = dict.fromkeys(BENCHMARKS, v.Reported(percentage=100))
_KINDS = st.sampled_from([TrainingKind.CAREERS_LEADER, TrainingKind.STAFF_CPD])
_TRAININGS = st.sampled_from([None, UUID(int=4)])
_GROUPS = st.sampled_from([r.LearnerGroup.FEMALE, r.LearnerGroup.EAL])
_ROLLS = st.dictionaries(st.integers(7, 13), st.integers(0, 40), max_size=3)
_HELD = g.Meeting(adviser=UUID(int=5), mode=DeliveryMode.IN_PERSON, minutes=40, level=6)
_A = {"activity": ACTIVITIES}
_E = {"encounter": IDS}
_ATTENDED = {"attendance": CAME, "checks": CHECKS}
_DONE = {"details": DETAILS, **_A, **_ATTENDED}
_MET = {"particulars": PARTICULARS, **_E, **_ATTENDED}
_RESULT: dict[str, Any] = {
    "result": IDS,
    "edition": "GATSBY-2024",
    "evaluation_type": EvaluationType.SCHOOLS,
    "benchmarks": st.sampled_from([RESULT, RESULT | {1: v.Reported(percentage=60)}]),
}


def _of(kind: type[Event], /, **fields: Any) -> st.SearchStrategy[Event]:
    """Events of a kind at the school on any day; a field that is no strategy is always so."""
    given = {
        name: field if isinstance(field, st.SearchStrategy) else st.just(field)
        for name, field in ({"institution": SCHOOL, "occurred_on": DAYS} | fields).items()
    }
    return st.builds(kind, **given)


def _paired(kind: type[Event], /, **fields: Any) -> st.SearchStrategy[Event]:
    """An encounter and the activity of the same number."""
    return NUMBERS.flatmap(
        lambda number: _of(
            kind, encounter=UUID(int=number), activity=UUID(int=100 + number), **fields
        )
    )


_STRATEGIES: tuple[tuple[type[Event], st.SearchStrategy[Event]], ...] = tuple(
    (kind, make(kind, **fields))
    for make, kind, fields in (
        (_of, a.ActivityRecorded, _DONE),
        (_of, a.ActivityCorrected, _DONE | {"reason": a.ActivityCorrection.WRONG_DETAILS}),
        (_of, a.ActivityWithdrawn, _A | {"reason": a.ActivityCorrection.DUPLICATE}),
        (_of, e.EncounterDelivered, _E | {"particulars": PARTICULARS, "reported": 9}),
        (_of, e.EncounterConfirmed, _MET),
        (_of, e.ConfirmationCorrected, _MET | {"reason": CorrectionReason.WRONG_LEARNERS}),
        (_of, e.ConfirmationWithdrawn, _E | {"reason": CorrectionReason.WRONG_DATE}),
        (_of, e.EncounterDisputed, _E | {"reason": DisputeReason.NUMBERS_DIFFER}),
        (_of, e.EncounterCancelled, _E | {"reason": CancellationReason.TOO_FEW_LEARNERS}),
        (_paired, x.EncounterMatched, {}),
        (_paired, x.MatchSplit, {"reason": x.SplitReason.BY_MISTAKE}),
        (_of, r.CohortDeclared, {"cohort": st.integers(2025, 2030), "learners": PACKED}),
        (_of, r.GroupDeclared, {"group": _GROUPS, "learners": PACKED}),
        (_of, r.RollDeclared, {"roll": _ROLLS}),
        (_of, r.ProgrammeDeclared, {"programme": PROGRAMMES, "learners": PACKED}),
        (_of, r.LearnersSetApart, {"reason": ApartReason.HEALTH, "learners": PACKED}),
        (_of, t.TrainingCompleted, {"person": IDS, "kind": _KINDS, "training": _TRAININGS}),
        (_of, t.CompletionWithdrawn, {"person": IDS, "kind": _KINDS}),
        (_of, w.CareersLeaderAppointed, {"person": IDS}),
        (_of, w.CareersLeaderStoodDown, {"person": IDS, "reason": st.sampled_from(LeavingReason)}),
        (_of, g.GuidanceMeetingHeld, {"meeting": ACTIVITIES, "learner": 1, "held": _HELD}),
        (
            _of,
            g.GuidanceMeetingWithdrawn,
            {"meeting": ACTIVITIES, "reason": MeetingCorrection.DUPLICATE},
        ),
        (_of, m.InstitutionRegistered, {"urn": "100025", "details": OF_AGES}),
        (_of, m.InstitutionDetailsChanged, {"details": OF_AGES}),
        (
            _of,
            m.InstitutionBecameAcademy,
            {"former_urn": "100025", "urn": "100026", "details": OF_AGES},
        ),
        (_of, m.InstitutionReopened, {"details": OF_AGES}),
        (_of, v.CompassResultRecorded, _RESULT | {"source": ResultSource.COMPASS}),
        (
            _of,
            v.CompassResultWithdrawn,
            {"result": IDS, "reason": ResultCorrection.WRONG_NUMBERS},
        ),
    )
)
HAPPENINGS: Mapping[type[Event], st.SearchStrategy[Event]] = dict(_STRATEGIES)
EVENTS: st.SearchStrategy[Event] = st.one_of(*HAPPENINGS.values())

#: Told before anything else, so that nothing of ``FACTS`` draws every figure anew.
ROSTER: tuple[Event, ...] = tuple(
    r.CohortDeclared(
        institution=SCHOOL, occurred_on=day, cohort=cohort, learners=pack(range(first, first + 14))
    )
    for day in (date(2024, 9, 1), date(2025, 9, 1))
    for cohort, first in ((2026, 0), (2027, 14), (2029, 28))
)
#: What adds a fact, changes one or takes one away, and nothing else.
FACTS: st.SearchStrategy[Event] = st.one_of(
    *(
        HAPPENINGS[kind]
        for kind in (
            a.ActivityRecorded,
            a.ActivityCorrected,
            a.ActivityWithdrawn,
            e.EncounterDelivered,
            e.EncounterConfirmed,
            e.ConfirmationCorrected,
            e.ConfirmationWithdrawn,
            x.EncounterMatched,
            x.MatchSplit,
        )
    )
)
#: A history of anything, or of facts that come one after another once the roster is there.
HISTORIES: st.SearchStrategy[list[Event]] = st.one_of(
    st.lists(EVENTS, min_size=8, max_size=25),
    st.lists(FACTS, min_size=8, max_size=25).map(lambda facts: [*ROSTER, *facts]),
)
