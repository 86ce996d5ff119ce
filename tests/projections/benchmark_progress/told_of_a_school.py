"""What a log tells of one school with ten learners in Year 8, and what its figures are then."""

from datetime import date
from typing import Any
from uuid import UUID

from hub_core.encounters import events as e
from hub_core.encounters.codes import CorrectionReason, DisputeReason
from hub_core.gatsby.edition import editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.progress import figures
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.membership.events import InstitutionDetails, InstitutionRegistered
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EncounterKind, MeaningfulCheck
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared
from projections.benchmark_progress.history import History

SCHOOL, EMPLOYER = UUID(int=1), UUID(int=2)
ENCOUNTER = UUID(int=3)
HELD, EASTER = date(2026, 1, 14), date(2026, 3, 31)
#: Year 8 in 2025/26.
COHORT = 2029
PARTICULARS = e.Particulars(
    employer=EMPLOYER, kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)


def came(*learners: int) -> e.Attendance:
    return e.Attendance(total=len(learners), learners=pack(learners))


def delivered(**more: Any) -> e.EncounterDelivered:
    return e.EncounterDelivered(
        encounter=ENCOUNTER, institution=SCHOOL, occurred_on=HELD, particulars=PARTICULARS, **more
    )


def confirmed(*learners: int) -> e.EncounterConfirmed:
    return e.EncounterConfirmed(
        encounter=ENCOUNTER,
        institution=SCHOOL,
        occurred_on=HELD,
        particulars=PARTICULARS,
        attendance=came(*learners),
        checks=YES,
    )


WITHDRAWN = e.ConfirmationWithdrawn(
    encounter=ENCOUNTER,
    institution=SCHOOL,
    occurred_on=HELD,
    reason=CorrectionReason.BY_MISTAKE,
)
DISPUTED = e.EncounterDisputed(
    encounter=ENCOUNTER,
    institution=SCHOOL,
    occurred_on=HELD,
    reason=DisputeReason.NUMBERS_DIFFER,
)
BEGINNING: list[Event] = [
    InstitutionRegistered(
        institution=SCHOOL,
        occurred_on=date(2020, 9, 1),
        urn="100025",
        details=InstitutionDetails(
            name="Ashbrook School", phase=ServicePhase.SECONDARY, low_age=11, high_age=16
        ),
    ),
    CohortDeclared(
        institution=SCHOOL, occurred_on=date(2025, 9, 8), cohort=COHORT, learners=pack(range(10))
    ),
]


def history(*events: Event) -> History:
    told = History(SCHOOL)
    for position, event in enumerate([*BEGINNING, *events], start=1):
        told.apply(event, position)
    return told


def reached(*events: Event) -> int:
    """Learners in Year 8 with a meaningful encounter."""
    found = figures(editions()["GATSBY-2024"], history(*events).evidence(EASTER))
    return next(
        figure.numerator
        for _, figure in found
        if (figure.criterion, figure.year_group, figure.group) == ("5.1", 8, None)
    )


def figure_of(criterion: str, evidence: Evidence) -> Figure:
    told = figures(editions()["GATSBY-2024"], evidence)
    [figure] = [one for _, one in told if one.criterion == criterion and one.group is None]
    return figure
