"""Careers leaders and their training in the report, and what needs attention and who acts.

The rule: of posts and training an institution is counted only where one is asked of it, and nobody is named.
"""

from collections.abc import Mapping

import msgspec

from hub_core.attention.reasons import Concern, Facts
from services.web.hub_attention.found import Matter
from services.web.hub_attention.view import NEXT_STEPS
from services.web.hub_report.facts import ReportFacts
from services.web.words import counted, number

#: Names of institutions in one line of the report.
NAMED = 4
#: Who takes the next step. The hub's facilitators are the ones who ring.
WHO_ACTS: Mapping[Concern, str] = {
    Concern.REQUESTS_UNANSWERED: "School’s careers leader",
    Concern.POST_VACANT: "Head teacher",
    Concern.LEADER_UNTOLD: "Hub facilitator",
    Concern.LEADER_UNTRAINED: "Hub lead",
    Concern.STATEMENT_MISSING: "Head teacher",
    Concern.STATEMENT_OVERDUE: "School’s careers leader",
    Concern.TRAINING_EXPIRES: "Hub lead",
    Concern.RESULT_MISSING: "Hub facilitator",
    Concern.RESULT_OLD: "Hub facilitator",
    Concern.NOTHING_TOLD: "Hub facilitator",
}


class PostLine(msgspec.Struct, frozen=True, kw_only=True):
    """One fact about posts and training: how many of how many."""

    label: str
    part: int
    whole: int


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: how many members, the first of them by name, the next step, and who takes it."""

    label: str
    members: int
    names: str
    next_step: str
    who: str


def posts(facts: ReportFacts) -> tuple[PostLine, ...]:
    """Careers leaders and their training, of the members one is asked of."""
    asked = [one for one in facts.facts.values() if one.evaluated]
    expiring = {
        one.member.institution
        for one in facts.matters
        if one.need.reason is Concern.TRAINING_EXPIRES
    }
    return tuple(
        PostLine(label=label, part=part, whole=len(asked))
        for label, part in (
            ("Careers leader in post", sum(one.leader_since is not None for one in asked)),
            ("Careers leader trained", sum(one.leader_trained is True for one in asked)),
            ("Post vacant", sum(one.vacant_since is not None for one in asked)),
            ("Never told who leads", sum(map(_untold, asked))),
            ("Training run out, or about to", len(expiring)),
        )
    )


def actions(facts: ReportFacts) -> tuple[Action, ...]:
    """What needs attention and is not set aside or closed, the most pressing reason first."""
    found: dict[Concern, list[Matter]] = {}
    for one in _on_the_list(facts):
        found.setdefault(one.need.reason, []).append(one)
    return tuple(
        Action(
            label=reason.label,
            members=len(found[reason]),
            names=named([one.member.name for one in found[reason]]),
            next_step=NEXT_STEPS[reason],
            who=WHO_ACTS[reason],
        )
        for reason in Concern
        if reason in found
    )


def named(names: list[str], most: int = NAMED) -> str:
    """The first few names, and how many more."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return f"{shown} and {number(rest)} more" if rest > 0 else shown


def concerned(facts: ReportFacts) -> str:
    """How many members there is something about."""
    found = len({one.member.institution for one in _on_the_list(facts)})
    members = counted(len(facts.facts), "member")
    return f"{number(found)} of {members} {'needs' if found == 1 else 'need'} somebody to act"


def aside(facts: ReportFacts) -> str:
    """What the hub set aside or closed, which the list above leaves out; empty where that is nothing."""
    rests = [one for one in facts.matters if one.decision is not None]
    if not rests:
        return ""
    members = len({one.member.institution for one in rests})
    verb = "is" if len(rests) == 1 else "are"
    return (
        f"Beside these {verb} {counted(len(rests), 'matter')} at {counted(members, 'member')} that the hub "
        "has set aside or closed; each stands with its reason under “Needs attention”."
    )


def _on_the_list(facts: ReportFacts) -> list[Matter]:
    return [one for one in facts.matters if one.decision is None]


def _untold(one: Facts) -> bool:
    return one.leader_since is None and one.vacant_since is None
