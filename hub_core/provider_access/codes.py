"""Code lists of provider access: approved routes, answers and why a request is refused.

The rule: the code is what an event stores; the label may be reworded at any time. Source: section 42B of
the Education Act 1997 as amended in 2022, in force from 1 January 2023 (domain 2.1, A.3).
"""

from hub_core.reference.labelled import Labelled

#: The year groups whose learners providers have a right to meet.
FIRST_YEAR_GROUP, LAST_YEAR_GROUP = 8, 13
#: A published statement is looked at again after so many days. Source: statutory guidance asks for a
#: current one and names no interval; a year is the platform's default.
REVIEW_AFTER_DAYS = 365
#: So many days before that, whoever keeps the statement is reminded.
REMIND_DAYS_BEFORE = 30


class ApprovedRoute(Labelled):
    """What a provider may come to tell of."""

    T_LEVEL = "t_level", "T Levels"
    HIGHER_TECHNICAL = "htq", "Higher technical qualifications"
    APPRENTICESHIP = "apprenticeship", "Apprenticeships"
    SUPPORTED_INTERNSHIP = "supported_internship", "Supported internships"
    TRAINEESHIP = "traineeship", "Traineeships (until 2023)"


class RefusalReason(Labelled):
    """Why a school says no."""

    NO_SUITABLE_DATE = "no_suitable_date", "None of the dates is possible"
    ENOUGH_ARRANGED = "enough_arranged", "Enough encounters of this phase are arranged"
    ANOTHER_PROVIDER = "another_provider", "Another provider of the same routes is coming"
    NOT_OUR_YEAR_GROUPS = "not_our_year_groups", "The school does not teach these year groups"
    NOT_APPROVED = "not_approved", "The provider offers no approved technical education"
    CHECKS_MISSING = "checks_missing", "What the school needs to let visitors in is missing"
    OTHER = "other", "Another reason"


class WithdrawnReason(Labelled):
    """Why a request is taken back."""

    NO_ANSWER = "no_answer", "There was no answer in time"
    NOT_ABLE = "not_able", "The provider cannot come"
    MADE_IN_ERROR = "made_in_error", "It was made in error"
    OTHER = "other", "Another reason"


class RequestStatus(Labelled):
    """Where a request stands."""

    WAITING = "waiting", "Waiting for the school's answer"
    ANOTHER_DATE = "another_date", "The school asked for another date"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TOOK_PLACE = "took_place", "It took place"
