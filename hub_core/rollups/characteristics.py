"""What institutions are told apart by beside where they are: time in a hub, leader, award, deprivation.

The rule: each is what is known of the institution on the measure date, everybody is in one group of each,
and what nobody has said is a group of its own. They are told of England alone (decision 50).
"""

from collections.abc import Mapping
from datetime import date

from hub_core.gatsby.leadership import Leader
from hub_core.quality.codes import AwardKind
from hub_core.quality.record import Award
from hub_core.reference.labelled import Labelled
from hub_core.rollups.levels import Level


class TimeInHub(Labelled):
    """How long an institution has been an active member of hubs, one after another without a break.

    Source: domain 6.3, table 6; the bands are the platform's own.
    """

    UNDER_ONE_YEAR = "under_1_year", "Member for less than 1 year"
    ONE_TO_TWO_YEARS = "1_to_2_years", "Member for 1 year to less than 2"
    TWO_TO_FOUR_YEARS = "2_to_4_years", "Member for 2 years to less than 4"
    FOUR_YEARS_OR_MORE = "4_years_or_more", "Member for 4 years or more"
    NO_MEMBER = "no_member", "Not a member of a Careers Hub"


class LeaderKnown(Labelled):
    """What is known of the careers leader. Source: domain 6.3, table 7; criterion 1.1."""

    TRAINED = "trained", "Careers leader trained"
    NOT_TRAINED = "not_trained", "Careers leader not trained, or post vacant"
    NOT_TOLD = "not_told", "Nobody has said"


class QualityAward(Labelled):
    """Whether the Quality in Careers Standard is held. Source: domain 6.3, table 16."""

    HELD = "held", "Quality in Careers Standard held"
    NOT_HELD = "not_held", "Not held, or not told"


class Deprivation(Labelled):
    """In which fifth of the schools of its phase a school is (``deprivation``). Source: domain 6.3, table 8;
    five groups of as many schools each, as in the field's scorecards (domain 4.4)."""

    FIRST = "quintile_1", "Quintile 1, most deprived"
    SECOND = "quintile_2", "Quintile 2"
    THIRD = "quintile_3", "Quintile 3"
    FOURTH = "quintile_4", "Quintile 4"
    FIFTH = "quintile_5", "Quintile 5, least deprived"
    NOT_KNOWN = "not_known", "Not known"


#: Every item of each characteristic, in the order in which they are shown.
ITEMS: Mapping[Level, type[Labelled]] = {
    Level.TIME_IN_HUB: TimeInHub,
    Level.CAREERS_LEADER: LeaderKnown,
    Level.QUALITY_AWARD: QualityAward,
    Level.DEPRIVATION: Deprivation,
}

#: Whole years of membership from which on an institution is in a band, the longest first.
_BANDS = (
    (4, TimeInHub.FOUR_YEARS_OR_MORE),
    (2, TimeInHub.TWO_TO_FOUR_YEARS),
    (1, TimeInHub.ONE_TO_TWO_YEARS),
    (0, TimeInHub.UNDER_ONE_YEAR),
)


def time_in_hub(since: date | None, day: date) -> TimeInHub:
    """The band of a member since then; None is no member."""
    if since is None:
        return TimeInHub.NO_MEMBER
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    return next(band for least, band in _BANDS if years >= least)


def leader_known(leader: Leader) -> LeaderKnown:
    """Trained is trained, also where only the institution says so, as in the tables of training."""
    if leader in (Leader.TRAINED, Leader.ATTESTED):
        return LeaderKnown.TRAINED
    return LeaderKnown.NOT_TOLD if leader is Leader.NOT_TOLD else LeaderKnown.NOT_TRAINED


def quality_award(awards: Mapping[AwardKind, Award], day: date) -> QualityAward:
    """Whether the standard is held on a day."""
    award = awards.get(AwardKind.QUALITY_IN_CAREERS)
    return QualityAward.HELD if award is not None and award.held(day) else QualityAward.NOT_HELD
