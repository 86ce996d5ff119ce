"""What can be said of an activity of each kind, and what must be.

The rule: whatever figures will ask of a kind is asked when it is recorded, and whatever a kind has no use
for is refused, so that nothing is conflated later. Every fault is told at once.
"""

from collections.abc import Iterator

from hub_core.activities.events import Details
from hub_core.reference.activities import ALSO_COUNTS_FOR, KIND_OF, ActivityKind
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Invalid, Problem

#: The field each kind alone may have.
ONLY_FOR = {
    "provider": ActivityKind.PROVIDER_ENCOUNTER,
    "minutes": ActivityKind.WORKPLACE_EXPERIENCE,
    "workplace": ActivityKind.WORKPLACE_EXPERIENCE,
    "adviser_level": ActivityKind.GUIDANCE_MEETING,
}
_SPELT = {"adviser_level": "adviserLevel"}


def check_details(details: Details) -> None:
    """Raise ``Invalid`` with everything that does not fit the kind."""
    if problems := list(_problems(details)):
        raise Invalid("Some of what was said does not fit the kind of activity.", problems=problems)


def _problems(details: Details) -> Iterator[Problem]:
    kind = KIND_OF[details.type]
    for field, alone in ONLY_FOR.items():
        if getattr(details, field) not in (None, ()) and kind is not alone:
            yield Problem(
                field=_SPELT.get(field, field),
                reason=f"Only for “{alone.label}”, and this is “{kind.label}”.",
                remedy="Leave it out, or choose the type that fits.",
            )
    yield from _missing(details, kind)
    for also in details.also:
        if also not in ALSO_COUNTS_FOR[kind]:
            allowed = ", ".join(one.value for one in ActivityKind if one in ALSO_COUNTS_FOR[kind])
            yield Problem(
                field="also",
                reason=f"“{kind.label}” does not count for “{also.label}” as well.",
                remedy=f"It may count for: {allowed}." if allowed else "Leave it out.",
            )


def _missing(details: Details, kind: ActivityKind) -> Iterator[Problem]:
    curriculum = (
        kind is ActivityKind.CURRICULUM_LINK or ActivityKind.CURRICULUM_LINK in details.also
    )
    if kind is ActivityKind.WORKPLACE_EXPERIENCE and details.minutes is None:
        yield Problem(
            field="minutes",
            reason="How long learners were at the workplace is missing.",
            remedy="Give the minutes each learner spent there; a day is 300.",
        )
    if kind is ActivityKind.PROVIDER_ENCOUNTER and details.provider is None:
        yield Problem(
            field="provider",
            reason="Who offered further learning is missing.",
            remedy="Give the provider's kind at least.",
        )
    if curriculum and not (details.subjects and details.year_groups):
        yield Problem(
            field="subjects",
            reason="Careers in a subject need the subject and the year groups.",
            remedy="Give at least one of “subjects” and of “yearGroups”.",
        )
    if details.mode is None and kind is not ActivityKind.CURRICULUM_LINK:
        yield Problem(
            field="mode",
            reason="How it took place is missing.",
            remedy=f"Give one of {', '.join(mode.value for mode in DeliveryMode)}.",
        )
