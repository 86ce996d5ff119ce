"""What an agreement must say to stand, and what it must not.

The rule: whoever sends single learners has assessed the impact first, and sensitive groups are taken in
on a condition of their own only. Every fault is told at once.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from hub_core.agreements.codes import DataClass, Purpose, SpecialCondition
from hub_core.agreements.events import Terms
from hub_core.refusals import Invalid, Problem

#: An agreement is looked at anew at least this often: as often as a programme must be evaluated.
#: Source: domain 1.3 ("evaluated at least every 3 years") and 4.7 (a grant has a purpose and an end).
LONGEST_YEARS = 3
#: How far ahead of its first day an agreement may be signed, in days.
AHEAD = 366

#: What one class cannot do without.
_NEEDS = {
    DataClass.GROUPS: DataClass.LEARNER_REFERENCES,
    DataClass.SENSITIVE_GROUPS: DataClass.LEARNER_REFERENCES,
}
_ABOUT_LEARNERS = {DataClass.LEARNER_REFERENCES, DataClass.GROUPS, DataClass.SENSITIVE_GROUPS}


def in_order(terms: Terms) -> Terms:
    """The same terms, each class and purpose once and in the order of the lists."""
    return msgspec.structs.replace(
        terms,
        covers=tuple(one for one in DataClass if one in terms.covers),
        purposes=tuple(one for one in Purpose if one in terms.purposes),
    )


def check_terms(terms: Terms, *, today: date) -> None:
    """Raise ``Invalid`` with everything that keeps these terms from standing."""
    if problems := [*_of_classes(terms), *_of_days(terms, today)]:
        raise Invalid("These terms cannot stand. Nothing was recorded.", problems=problems)


def _of_classes(terms: Terms) -> Iterator[Problem]:
    for one in terms.covers:
        needed = _NEEDS.get(one)
        if needed is not None and needed not in terms.covers:
            yield Problem(
                field="terms.covers",
                reason=f"“{one.value}” without “{needed.value}” cannot be sent.",
                remedy=f"Add “{needed.value}”, or leave “{one.value}” out.",
            )
    sensitive = DataClass.SENSITIVE_GROUPS in terms.covers
    if sensitive and terms.special_condition is None:
        conditions = ", ".join(one.value for one in SpecialCondition)
        yield Problem(
            field="terms.specialCondition",
            reason="Sensitive groups need a condition of UK GDPR article 9.",
            remedy=f"Give one of {conditions}, or leave the sensitive groups out.",
        )
    if terms.special_condition is not None and not sensitive:
        yield Problem(
            field="terms.specialCondition",
            reason="A condition of article 9 is for sensitive groups, which these terms do not cover.",
            remedy="Leave the condition out, or cover sensitive groups.",
        )
    if _ABOUT_LEARNERS.intersection(terms.covers) and terms.impact_assessment is None:
        yield Problem(
            field="terms.impactAssessment",
            reason="Nobody's data is sent without an impact assessment.",
            remedy="Give the reference under which it is filed; a template ships with the platform.",
        )


def _of_days(terms: Terms, today: date) -> Iterator[Problem]:
    if terms.expires_on < max(terms.starts_on, today):
        yield Problem(
            field="terms.expiresOn",
            reason=f"{terms.expires_on:%-d %B %Y} is over before it could be used.",
            remedy="Give a day to come, after the agreement starts.",
        )
    if terms.expires_on > _years_after(terms.starts_on, LONGEST_YEARS):
        yield Problem(
            field="terms.expiresOn",
            reason=f"An agreement runs {LONGEST_YEARS} years at most.",
            remedy=f"Give a day up to {_years_after(terms.starts_on, LONGEST_YEARS):%-d %B %Y}, "
            "and sign again then.",
        )
    if (terms.starts_on - today).days > AHEAD:
        yield Problem(
            field="terms.startsOn",
            reason=f"{terms.starts_on:%-d %B %Y} is more than a year ahead.",
            remedy="Sign when it is nearer.",
        )


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
