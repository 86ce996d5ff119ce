"""What needs attention, in words: whom to ring first, each line with its day and its next step."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from hub_core.attention.reasons import Concern, Facts, Need
from projections.hub_dashboard.figures import MemberTold
from services.web.hub_attention.view import NEXT_STEPS, attention_page, says
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


def _page(reason: Concern | None = None, **facts: dict[str, Any]) -> Any:
    members = [_member(name) for name in sorted(facts)]
    found: dict[UUID, Facts] = {
        one.institution: msgspec.structs.replace(WELL, **facts[one.name]) for one in members
    }
    return attention_page(members, found, here="/members", today=TODAY, reason=reason)


def test_those_with_several_reasons_come_first_and_each_reason_has_a_next_step() -> None:
    page = _page(
        Alder={"last_result": None},
        Birch={**VACANT, "last_result": None, "told_this_year": False},
        Cedar={},
    )
    assert page.headline == ("2 of 3 members need attention. Most often: no official result, 2")
    assert [(one.name, len(one.says)) for one in page.first] == [("Birch", 3)]
    assert [one.label for one in page.topics] == [
        "Careers leader not named", "No official result", "Nothing recorded this year",
    ]  # fmt: skip
    assert all(one.next_step for one in page.topics)
    alone = _page(Concern.RESULT_MISSING, Alder={"last_result": None}, Birch={})
    assert [one.key for one in alone.topics] == ["result_missing"]
    assert alone.first == ()


def test_the_soonest_day_leads_a_reason() -> None:
    page = _page(
        Alder={"expires_on": date(2027, 1, 5)},
        Birch={"expires_on": date(2026, 12, 1)},
    )
    [topic] = page.topics
    assert [one.says for one in topic.items] == [
        ("Training runs out on 1 December 2026",),
        ("Training runs out on 5 January 2027",),
    ]


def test_when_all_is_well_the_page_says_so() -> None:
    assert _page(Cedar={}).headline == "Nothing stands out at the one member"
    assert _page().headline == "This hub has no members yet"


@pytest.mark.parametrize("reason", Concern)
def test_every_reason_has_words_and_a_next_step(reason: Concern) -> None:
    assert NEXT_STEPS[reason].endswith(".")
    said = says(Need(reason=reason, on=TODAY, count=2), TODAY)
    assert said
    assert "None" not in said
