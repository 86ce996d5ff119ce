"""Whom an offer goes to: named once, known and open, on a sensible day."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hub_core.encounters.commands import InviteInstitutions
from hub_core.membership.institution_commands import CloseInstitution
from hub_core.refusals import Invalid, NotFound
from tests.hub_core.encounters.offers import proposal, propose


async def test_every_unknown_number_is_named(story: Any) -> None:
    employer, school = await story.employer(), await story.school(urn=story.urn(0))
    with pytest.raises(Invalid) as refused:
        await story.do(
            proposal(
                employer,
                urns=(story.urn(0), "999998"),
                ukprns=("19999999",),
                institutions=(school, uuid4()),
            )
        )
    assert refused.value.kind == "unknown-institution"
    assert [problem.field for problem in refused.value.problems] == [
        "urns[1]",
        "ukprns[0]",
        "institutions[1]",
    ]
    assert "URN 999998" in refused.value.problems[0].reason


async def test_a_school_named_twice_is_invited_once(story: Any) -> None:
    school = await story.school(urn=story.urn(0))
    answer = await story.do(
        proposal(await story.employer(), urns=(story.urn(0),), institutions=(school,))
    )
    assert answer["institutions"] == [str(school)]


async def test_a_closed_school_cannot_be_invited(story: Any) -> None:
    school = await story.school()
    await story.do(CloseInstitution(institution=school, closed_on=date(2026, 1, 31)))
    with pytest.raises(Invalid) as refused:
        await propose(story, school)
    assert refused.value.kind == "institution-closed"
    assert "closed on 31 January 2026" in refused.value.problems[0].reason


async def test_it_goes_to_somebody_on_a_sensible_day(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    with pytest.raises(Invalid, match="Name them by URN"):
        await story.do(proposal(employer))
    for day in (date(2024, 8, 31), date(2028, 2, 13)):
        with pytest.raises(Invalid, match="Give a date from 1 September 2024"):
            await propose(story, school, employer=employer, planned_for=day)
    with pytest.raises(NotFound, match="no employer"):
        await propose(story, school, employer=uuid4())


async def test_more_institutions_are_invited_later(story: Any) -> None:
    employer, first, second = await story.employer(), await story.school(), await story.school()
    encounter = await propose(story, first, employer=employer)
    invite = InviteInstitutions(
        employer=employer, encounter=encounter, institutions=(first, second)
    )
    invited = await story.new_events(invite)
    assert [event.institution for event in invited] == [second, second]
    assert not await story.new_events(invite)


async def test_a_refused_proposal_leaves_no_title_in_the_vault(story: Any) -> None:
    school, count = await story.school(), "select count(*) from vault.texts"
    before = await story.platform.vault.pool.fetchval(count)
    with pytest.raises(Invalid, match="too far from today"):
        await propose(story, school, title="Ada Fenwick", planned_for=date(2019, 1, 7))
    assert await story.platform.vault.pool.fetchval(count) == before
