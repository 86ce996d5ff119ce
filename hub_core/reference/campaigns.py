"""National campaigns that encounters and activities are part of, and a hub's own.

The rule: a tag says why something was held and counts for nothing by itself. Source: domain C (F-66); the
weeks are those the Department for Education and the field hold every year.
"""

from hub_core.reference.labelled import Labelled


class Campaign(Labelled):
    """What an encounter or activity was held for."""

    NATIONAL_APPRENTICESHIP_WEEK = "national_apprenticeship_week", "National Apprenticeship Week"
    NATIONAL_CAREERS_WEEK = "national_careers_week", "National Careers Week"
    T_LEVELS_WEEK = "t_levels_week", "T Levels Week"
    COLLEGES_WEEK = "colleges_week", "Colleges Week"
    GREEN_CAREERS_WEEK = "green_careers_week", "Green Careers Week"
    BRITISH_SCIENCE_WEEK = "british_science_week", "British Science Week"
    ENGINEERS_WEEK = "engineers_week", "Tomorrow's Engineers Week"
    ENTREPRENEURSHIP_WEEK = "entrepreneurship_week", "Global Entrepreneurship Week"
    HUB_CAMPAIGN = "hub_campaign", "A campaign of the hub"
