"""Reasons an encounter is called off, disputed or corrected, beside the lists in ``hub_core.reference``.

The rule: a reason is a code, so that no free text about anyone reaches the log.
"""

from hub_core.reference.labelled import Labelled


class CancellationReason(Labelled):
    """Why an encounter does not take place."""

    EMPLOYER_UNAVAILABLE = "employer_unavailable", "The employer cannot come"
    INSTITUTION_UNAVAILABLE = "institution_unavailable", "The institution cannot host"
    TOO_FEW_LEARNERS = "too_few_learners", "Too few learners"
    WEATHER_OR_TRAVEL = "weather_or_travel", "Weather or travel"
    OTHER = "other", "Another reason"


class DisputeReason(Labelled):
    """What an institution disputes about an encounter the employer reported."""

    DID_NOT_TAKE_PLACE = "did_not_take_place", "It did not take place"
    NUMBERS_DIFFER = "numbers_differ", "The numbers are different"
    WRONG_DATE = "wrong_date", "The date is wrong"
    WRONG_INSTITUTION = "wrong_institution", "It was at another institution"
    DUPLICATE = "duplicate", "It is recorded already"
    OTHER = "other", "Another reason"


class CorrectionReason(Labelled):
    """Why a confirmation is corrected or withdrawn."""

    WRONG_LEARNERS = "wrong_learners", "The wrong learners were named"
    WRONG_DATE = "wrong_date", "The date was wrong"
    WRONG_ANSWERS = "wrong_answers", "The check-list was answered wrongly"
    BY_MISTAKE = "by_mistake", "It was confirmed by mistake"
    DUPLICATE = "duplicate", "It is recorded already"
    OTHER = "other", "Another reason"
