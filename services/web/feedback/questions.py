"""The two questions in the words of whoever was there: learners, parents and carers, or staff.

The rule: the answers are the same codes for all, and are told by the type of activity, so that what parents
said of their evening is never counted as what learners said of a talk.
"""

from hub_core.feedback.codes import FoundOut, NextStep
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType
from hub_core.reference.labelled import Labelled
from services.web.links.fields import Choice

FOUND_OUT, NEXT_STEP = "found_out", "next_step"

_FOUND_OUT = "Did you find out something new?"
_NEXT_STEPS = {
    ActivityKind.PARENT_ACTIVITY: "Did it help you talk with your child about what they might do next?",
    ActivityKind.STAFF_DEVELOPMENT: "Did it help you think about what you might do with your learners?",
}
_OF_LEARNERS = "Did it help you think about what you might do next?"


def questions_about(kind: ActivityType) -> tuple[Choice, Choice]:
    """Both questions about an activity or encounter of this type."""
    next_step = _NEXT_STEPS.get(KIND_OF[kind], _OF_LEARNERS)
    return _choice(FOUND_OUT, _FOUND_OUT, FoundOut), _choice(NEXT_STEP, next_step, NextStep)


def _choice(name: str, label: str, answers: type[Labelled]) -> Choice:
    return Choice(
        name=name,
        label=label,
        options=tuple((one.value, one.label) for one in answers),
        missing=f"Choose an answer to \u201c{label}\u201d",
    )
