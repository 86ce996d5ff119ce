"""The report to a steering group: what its hub set aside is asked of nobody there, and is not kept quiet."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import msgspec

from hub_core.attention.decisions import Decisions
from hub_core.attention.events import AttentionSnoozed
from hub_core.attention.keys import decisions_stream
from hub_core.attention.reasons import Concern
from services.web.hub_attention.found import matters_of
from services.web.hub_report.people import actions, aside, concerned
from tests.hub_core.attention.test_reasons import TODAY, VACANT, WELL
from tests.services.web.hub_pages.test_attention import HUB, SPACE, _member

ALDER, BIRCH = _member("Alder"), _member("Birch")


def _told(decided: dict[UUID, Decisions]) -> Any:
    """Alder has no careers leader and no result, Birch no result."""
    facts = {
        ALDER.institution: msgspec.structs.replace(WELL, **VACANT, last_result=None),
        BIRCH.institution: msgspec.structs.replace(WELL, last_result=None),
    }
    matters = [
        matter
        for one in (ALDER, BIRCH)
        for matter in matters_of(
            one, facts[one.institution], decided.get(one.institution), today=TODAY
        )
    ]
    return SimpleNamespace(facts=facts, matters=matters)


def _snoozed(institution: UUID, until: date) -> dict[UUID, Decisions]:
    decisions = Decisions.of(decisions_stream(HUB, institution))
    event = AttentionSnoozed(
        hub=HUB,
        institution=institution,
        occurred_on=TODAY,
        reason=Concern.RESULT_MISSING,
        until=until,
        because=SPACE,
        count=1,
    )
    decisions.set_aside(event, at=datetime(2026, 11, 22, tzinfo=UTC))
    return {institution: decisions}


def test_a_matter_that_rests_leaves_the_list_and_is_counted_below_it() -> None:
    whole = _told({})
    assert [(one.label, one.names) for one in actions(whole)] == [
        ("Careers leader not named", "Alder"),
        ("No official result", "Alder, Birch"),
    ]
    assert concerned(whole) == "2 of 2 members need somebody to act"
    assert aside(whole) == ""

    rests = _told(_snoozed(BIRCH.institution, date(2027, 1, 11)))
    assert [(one.label, one.names) for one in actions(rests)] == [
        ("Careers leader not named", "Alder"),
        ("No official result", "Alder"),
    ]
    assert concerned(rests) == "1 of 2 members needs somebody to act"
    assert aside(rests).startswith(
        "Beside these is 1 matter at 1 member that the hub has set aside"
    )


def test_a_matter_whose_day_has_come_is_on_the_list_again() -> None:
    back = _told(_snoozed(BIRCH.institution, TODAY))
    assert concerned(back) == "2 of 2 members need somebody to act"
    assert aside(back) == ""
