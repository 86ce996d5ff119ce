"""What needs attention, in words: whom to ring first, each line with its day and its next step."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.attention.decisions import Decisions
from hub_core.attention.events import AttentionClosed
from hub_core.attention.keys import decisions_stream
from hub_core.attention.reasons import Concern, Facts, Need
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.directory import Colleague
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.team import Team
from hub_core.refusals import Invalid
from projections.hub_dashboard.figures import MemberTold
from services.web.hub_attention.deeds import command_of
from services.web.hub_attention.found import Found, matters_of
from services.web.hub_attention.view import NEXT_STEPS, Asked, attention_page, says
from services.web.hub_hands import MINE, NOBODY, Hands
from tests.hub_core.attention.test_reasons import TODAY, VACANT, WELL

SPACE = UUID("3f0c6a4e-3a50-4f0e-9a0f-1d2f4b8c7e10")


def _member(name: str, phase: str = "secondary") -> MemberTold:
    return MemberTold(
        institution=uuid5(SPACE, name),
        name=name,
        phase=phase,
        told_this_year=True,
        last_told=None,
        unanswered=0,
        next_unanswered=None,
    )


HUB, SUE, TOM = (uuid5(SPACE, name) for name in ("hub", "Sue", "Tom"))


def _hands(me: UUID | None = SUE, **caseload: UUID) -> Hands:
    """Sue and Tom look after members, each whom it says."""
    at = Organisation(OrganisationKind.HUB, HUB)
    team = Team.of(team_stream(at))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    for name, person in caseload.items():
        duty = Duty(DutyKind.CASELOAD, uuid5(SPACE, name))
        team.take(at, person, [duty], on=TODAY, at=now)
    people = tuple(
        Colleague(person=one, roles=(Role.FACILITATOR,), duties=()) for one in (SUE, TOM)
    )
    names = {SUE: "Sue Next", TOM: "Tom First"}
    return Hands(hub=HUB, team=team, people=people, names=names, me=me, today=TODAY)


def _page(
    asked: Asked | None = None,
    hands: Hands | None = None,
    decided: dict[UUID, Decisions] | None = None,
    **facts: dict[str, Any],
) -> Any:
    members = [_member(name) for name in sorted(facts)]
    found: dict[UUID, Facts] = {
        one.institution: msgspec.structs.replace(WELL, **facts[one.name]) for one in members
    }
    matters = [
        matter
        for one in members
        for matter in matters_of(
            one, found[one.institution], (decided or {}).get(one.institution), today=TODAY
        )
    ]
    return attention_page(
        Found(members=members, facts=found, matters=matters),
        hands or _hands(),
        here="/hubs/north",
        asked=asked or Asked(),
    )


def test_those_with_several_reasons_come_first_and_each_reason_has_a_next_step() -> None:
    page = _page(
        Alder={"last_result": None},
        Birch={**VACANT, "last_result": None, "told_this_year": False},
        Cedar={},
    )
    assert page.headline == ("2 of 3 members need attention. Most often: no official result, 2")
    assert [(one.name, len(one.matters)) for one in page.first] == [("Birch", 3)]
    assert [one.label for one in page.topics] == [
        "Careers leader not named", "No official result", "Nothing recorded this year",
    ]  # fmt: skip
    assert all(one.next_step for one in page.topics)
    alone = _page(Asked(concern=Concern.RESULT_MISSING), Alder={"last_result": None}, Birch={})
    assert [one.key for one in alone.topics] == ["result_missing"]
    assert alone.first == ()


def test_the_soonest_day_leads_a_reason() -> None:
    page = _page(
        Alder={"expires_on": date(2027, 1, 5)},
        Birch={"expires_on": date(2026, 12, 1)},
    )
    [topic] = page.topics
    assert [[each.says for each in one.matters] for one in topic.items] == [
        ["Training runs out on 1 December 2026"],
        ["Training runs out on 5 January 2027"],
    ]


def test_when_all_is_well_the_page_says_so() -> None:
    assert _page(Cedar={}).headline == "Nothing stands out at the one member"
    assert _page().headline == "This hub has no members yet"


def test_everybody_finds_what_is_theirs_and_nobodys_is_seen() -> None:
    hands = _hands(Alder=SUE, Birch=TOM)
    facts = {"Alder": {"last_result": None}, "Birch": {"last_result": None}, "Cedar": {}}
    facts["Cedar"] = {"last_result": None}

    def names(who: str) -> list[tuple[str, str]]:
        topics = _page(Asked(who=who), hands, **facts).topics
        return [(one.name, one.matters[0].has) for topic in topics for one in topic.items]

    assert names("") == [
        ("Alder", "Sue Next (you)"), ("Birch", "Tom First"), ("Cedar", "Nobody yet"),
    ]  # fmt: skip
    assert [name for name, _ in names(MINE)] == ["Alder"]
    assert [name for name, _ in names(str(TOM))] == ["Birch"]
    assert [name for name, _ in names(NOBODY)] == ["Cedar"]
    assert _page(Asked(who=MINE), hands, **facts).headline.startswith("Mine: 1 of 3 members")


def test_what_was_closed_leaves_the_list_and_is_told_below() -> None:
    alder = uuid5(SPACE, "Alder")
    decisions = Decisions.of(decisions_stream(HUB, alder))
    closed = AttentionClosed(
        hub=HUB,
        institution=alder,
        occurred_on=TODAY,
        reason=Concern.RESULT_MISSING,
        done=SPACE,
        count=1,
    )
    decisions.set_aside(closed, at=datetime(2026, 11, 22, tzinfo=UTC))
    page = _page(decided={alder: decisions}, Alder={"last_result": None})
    assert page.topics == ()
    [aside] = page.asides
    assert (aside.name, aside.until) == ("Alder", "Closed on 22 November 2026")
    assert aside.href == f"/hubs/north/attention/{alder}/result_missing"


@pytest.mark.parametrize(
    ("key", "posted", "said"),
    [
        ("snooze", {"because": "Later"}, "Enter the day, month and year"),
        ("snooze", {"until-day": "1", "until-month": "12", "until-year": "2026"}, "Say why"),
        ("close", {"done": "  "}, "Say what was done"),
        ("close", {"done": "x" * 401}, "too long: 401 characters"),
        ("close", {"done": "Rang.", "count": "many"}, "changed on its way"),
        ("abolish", {}, "not one of this page"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why(key: str, posted: dict[str, str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        command_of(key, HUB, SPACE, Concern.RESULT_MISSING, posted)


@pytest.mark.parametrize("reason", Concern)
def test_every_reason_has_words_and_a_next_step(reason: Concern) -> None:
    assert NEXT_STEPS[reason].endswith(".")
    said = says(Need(reason=reason, on=TODAY, count=2), TODAY)
    assert said
    assert "None" not in said
