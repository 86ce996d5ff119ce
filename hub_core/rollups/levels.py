"""What groups of institutions in national tables have in common: a place, or something that is told of them.

The rule: whoever has no place or characteristic of a level is in none of its groups; "not known" is a group.
"""

from hub_core.reference.labelled import Labelled


class Level(Labelled):
    """What a group's area is: a place, or what institutions anywhere in England have in common."""

    NATIONAL = "national", "National"
    REGIONAL = "regional", "Regional"
    HUB = "hub", "Careers Hub"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"
    SKILLS_AREA = "skills_area", "Local skills improvement plan area"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    DEPRIVATION = "deprivation", "Pupils eligible for free school meals"
    MEMBERSHIP = "membership", "Time in a Careers Hub"
    LEADER = "leader", "Careers leader"
    AWARD = "award", "Quality in Careers Standard"


class TimeInHub(Labelled):
    """How long an institution has been an active member of its hub. Source: domain 6.3, table 6."""

    UNDER_ONE = "under_one", "Under 1 year"
    ONE_TO_THREE = "one_to_three", "1 to under 3 years"
    THREE_OR_MORE = "three_or_more", "3 years or more"
    NONE = "none", "Not in a Careers Hub"


class LeaderTrained(Labelled):
    """Whether a trained careers leader is in post. Source: domain 6.3, table 7."""

    TRAINED = "trained", "In post and trained"
    UNTRAINED = "untrained", "In post, not trained"
    VACANT = "vacant", "Vacant"
    NOT_KNOWN = "not_known", "Not known"


class Holds(Labelled):
    """Whether an award is held. Source: domain 6.3, table 16."""

    YES = "yes", "Held"
    NO = "no", "Not known to be held"


class Quintile(Labelled):
    """A fifth of the institutions whose pupils eligible for free school meals are known. Source: domain 6.3,
    table 8, in the form of equal-count groups (domain 4.4)."""

    MOST = "1", "Quintile 1: the largest shares"
    SECOND = "2", "Quintile 2"
    THIRD = "3", "Quintile 3"
    FOURTH = "4", "Quintile 4"
    FEWEST = "5", "Quintile 5: the smallest shares"
    NOT_KNOWN = "not_known", "Not known"


#: Characteristics with their values in the order in which tables show them.
CHARACTERISTICS: dict[Level, type[Labelled]] = {
    Level.DEPRIVATION: Quintile,
    Level.MEMBERSHIP: TimeInHub,
    Level.LEADER: LeaderTrained,
    Level.AWARD: Holds,
}
