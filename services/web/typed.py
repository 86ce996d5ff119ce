"""Texts and people as a form's fields hold them, and the sentence for what is missing or too long.

The rule: a text of some lines comes with the line ends of a browser, and is kept with plain ones.
"""

from collections.abc import Mapping

from hub_core.refusals import Invalid, Refusal
from services.web.links.fields import Answers, Day

#: Characters of ``written.Sentence`` and of ``written.Note``.
SENTENCE, NOTE = 400, 4_000


def text_of(posted: Mapping[str, str], name: str, missing: str, *, most: int = SENTENCE) -> str:
    """What was written; raises ``Invalid`` where there is nothing, or too much."""
    text = posted.get(name, "").replace("\r\n", "\n").strip()
    if not text:
        raise Invalid.field(name, missing)
    if len(text) > most:
        raise Invalid.field(
            name, f"This is too long: {len(text):,} characters.", f"Use {most:,} or fewer."
        )
    return text


def day_of(posted: Mapping[str, str], field: Day) -> object:
    """The day typed; raises ``Invalid`` for none, or no such day."""
    answers = Answers(posted)
    day = answers.day(field)
    if day is None:
        raise Invalid.field(field.name, answers.errors[field.name])
    return day


def errors_of(refusal: Refusal, **named: str) -> dict[str, str]:
    """What is wrong by field; ``named`` are fields that the form calls otherwise than the command."""
    return {
        named.get(one.field, one.field): f"{one.reason} {one.remedy}".strip()
        for one in refusal.problems
    }
