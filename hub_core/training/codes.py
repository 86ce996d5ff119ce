"""What people are trained in, how long that is current, and how a booking stands.

The rule: kinds and months of validity are data with their source; None never runs out.
"""

from collections.abc import Mapping

from hub_core.reference.labelled import Labelled


class TrainingKind(Labelled):
    """What a training event is for. Source: domain A.1 (TrainingEvent), section C (F-05, F-32)."""

    CAREERS_LEADER = "careers_leader", "Careers leader training"
    STAFF_CPD = "staff_cpd", "Staff development in careers"
    TECHNICAL_PATHWAYS = "technical_pathways", "Technical pathways and T Levels"
    ENTERPRISE_ADVISER = "enterprise_adviser", "Enterprise adviser training"
    GOVERNOR = "governor", "Training of governors"
    PRIMARY = "primary", "Primary career-related learning"
    COMMUNITY_OF_PRACTICE = "community_of_practice", "Community of practice"


#: Months for which a completed training counts as current. The field publishes no such period: careers
#: leader training is a qualification and stays; the others are refreshed every three years, as programmes
#: are evaluated (domain 1.2), technical routes every two, as their standards change. Platform defaults.
MONTHS_VALID: Mapping[TrainingKind, int | None] = {
    TrainingKind.CAREERS_LEADER: None,
    TrainingKind.STAFF_CPD: 36,
    TrainingKind.TECHNICAL_PATHWAYS: 24,
    TrainingKind.ENTERPRISE_ADVISER: 36,
    TrainingKind.GOVERNOR: 36,
    TrainingKind.PRIMARY: 36,
    TrainingKind.COMMUNITY_OF_PRACTICE: 12,
}

#: Most places of one event: the largest national conferences, and then some.
MOST_PLACES = 1_000


class BookingStatus(Labelled):
    """Where a booking stands."""

    BOOKED = "booked", "Has a place"
    WAITING = "waiting", "On the waiting list"
    CANCELLED = "cancelled", "Cancelled"
    ATTENDED = "attended", "Attended"
    ABSENT = "absent", "Did not come"


class BookingEnd(Labelled):
    """Why a booking ended before the training."""

    BY_INSTITUTION = "by_institution", "The institution cancelled it"
    BY_ORGANISER = "by_organiser", "The organiser cancelled it"
    TRAINING_CANCELLED = "training_cancelled", "The training was called off"


class BursaryState(Labelled):
    """What became of the bursary of somebody who completed training that has one. Amounts are in the
    organiser's own ledgers."""

    PAID = "paid", "Paid"
    REFUSED = "refused", "Not paid"


class TrainingCancellation(Labelled):
    """Why a training was called off."""

    TOO_FEW = "too_few", "Too few were booked"
    TRAINER_UNAVAILABLE = "trainer_unavailable", "The trainer is not available"
    VENUE_UNAVAILABLE = "venue_unavailable", "The venue is not available"
    OTHER = "other", "Another reason"
