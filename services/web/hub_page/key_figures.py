"""The hub's figures in large type.

The one rule: how many members were heard from comes first, because everything else rests on them.
"""

from datetime import datetime

import msgspec

from projections.hub_dashboard.figures import PhasePanel
from services.web.charts import Amount, known, missing
from services.web.hub_page import basis
from services.web.words import counted, number


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One large number with its plain words and what it rests on."""

    label: str
    amount: Amount
    explanation: str
    basis: str


def heard_from_notes(total: PhasePanel) -> tuple[str, ...]:
    """What else to know of the members: how many could be, and how many only employers told of."""
    notes = [
        (
            f"{number(total.members)} of {counted(total.eligible, 'eligible institution')} "
            f"{'is a member' if total.members == 1 else 'are members'}."
        )
    ]
    known_otherwise = total.rests_on.institutions - total.institutions_reporting
    if known_otherwise:
        notes.append(
            f"Of {number(total.institutions_silent)} not heard from, "
            f"{number(known_otherwise)} {'has' if known_otherwise == 1 else 'have'} encounters "
            "that only an employer reported."
        )
    return tuple(notes)


def key_figures(total: PhasePanel, now: datetime, *, running: bool) -> tuple[KeyFigure, ...]:
    """Encounters, learners met and learner encounters of the whole hub.

    ``running`` is true for the year that has days to come.
    """
    rests_on = total.learners_rest_on
    return (
        KeyFigure(
            label="Encounters delivered",
            amount=known(total.encounters) if basis.told(total) else missing(),
            explanation=_agreed(total.planned) if running else "In the whole academic year",
            basis=basis.of_encounters(total.encounters_rest_on, now),
        ),
        KeyFigure(
            label="Learners met",
            amount=basis.learners_named(total),
            explanation=_learners_met(total),
            basis=basis.of_learners(rests_on, "Named", total.named_by, now),
        ),
        KeyFigure(
            label="Learner encounters",
            amount=basis.learner_encounters(total),
            explanation="A learner counts once for each encounter",
            basis=basis.of_learners(rests_on, "Named or counted", rests_on.institutions, now),
        ),
    )


def _agreed(planned: int) -> str:
    return f"{number(planned)} more agreed for dates to come" if planned else "No more agreed yet"


def _learners_met(total: PhasePanel) -> str:
    named = "Each counted once, where schools and colleges named who came"
    if total.counted is None:
        return named
    return (
        f"{named}. Without names, {counted(total.counted.institutions, 'member')} counted "
        f"{basis.counted_words(total)} learners"
    )
