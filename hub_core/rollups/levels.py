"""The levels of groups in national tables: places, hubs, and characteristics of institutions themselves.

The rule: whoever has no place of a level is in none of its groups.
"""

from hub_core.reference.labelled import Labelled

#: The item of a column that stands for all of its items together.
TOTAL = "Total"


class Level(Labelled):
    """What a group's area is."""

    NATIONAL = "national", "National"
    REGIONAL = "regional", "Regional"
    HUB = "hub", "Careers Hub"
    COMBINED_AUTHORITY = "combined_authority", "Combined authority"
    SKILLS_AREA = "skills_area", "Local skills improvement plan area"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    TIME_IN_HUB = "time_in_hub", "Time in a Careers Hub"
    CAREERS_LEADER = "careers_leader", "Careers leader"
    QUALITY_AWARD = "quality_award", "Quality in Careers Standard"
    DEPRIVATION = "deprivation_quintile", "Deprivation quintile"
