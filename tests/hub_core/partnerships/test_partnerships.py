"""Two institutions become partners: one proposes, the other answers, both hear it in one append."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.partnerships.codes import JOINS, EndReason, PartnershipKind
from hub_core.partnerships.commands import (
    AcceptPartnership,
    DeclinePartnership,
    EndPartnership,
    ProposePartnership,
)
from hub_core.partnerships.events import (
    PartnershipAccepted,
    PartnershipDeclined,
    PartnershipEnded,
    PartnershipProposed,
)
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound

FEEDER = PartnershipKind.FEEDER


async def _two(story: Any) -> tuple[UUID, UUID]:
    return await story.school(phase=ServicePhase.PRIMARY), await story.school()


async def _proposed(story: Any) -> tuple[UUID, UUID, UUID]:
    primary, secondary = await _two(story)
    propose = ProposePartnership(institution=secondary, partner=primary, kind=FEEDER)
    return primary, secondary, UUID((await story.do(propose))["id"])


async def test_a_proposal_is_an_event_for_each_and_goes_one_way(story: Any) -> None:
    primary, secondary = await _two(story)
    propose = ProposePartnership(institution=secondary, partner=primary, kind=FEEDER)
    events = await story.new_events(propose)
    assert all(isinstance(one, PartnershipProposed) for one in events)
    told = {one.institution: (one.partner, one.gives, one.proposer) for one in events}
    assert told == {secondary: (primary, False, True), primary: (secondary, True, False)}
    with pytest.raises(Conflict, match="have this partnership already"):
        await story.do(ProposePartnership(institution=primary, partner=secondary, kind=FEEDER))


async def test_only_the_one_that_was_asked_answers_and_once(story: Any) -> None:
    primary, secondary, partnership = await _proposed(story)
    with pytest.raises(Forbidden, match="You proposed this partnership"):
        await story.do(AcceptPartnership(institution=secondary, partnership=partnership))
    accept = AcceptPartnership(institution=primary, partnership=partnership)
    events = await story.new_events(accept)
    assert {(type(one), one.institution) for one in events} == {
        (PartnershipAccepted, primary),
        (PartnershipAccepted, secondary),
    }
    with pytest.raises(Conflict, match="is active already"):
        await story.do(accept)


@pytest.mark.parametrize("ends_it", [0, 1])
async def test_either_ends_it_and_it_may_begin_again(story: Any, ends_it: int) -> None:
    primary, secondary, partnership = await _proposed(story)
    await story.do(AcceptPartnership(institution=primary, partnership=partnership))
    end = EndPartnership(
        institution=(primary, secondary)[ends_it],
        partnership=partnership,
        reason=EndReason.NO_LONGER_NEEDED,
    )
    assert [type(one) for one in await story.new_events(end)] == [PartnershipEnded] * 2
    with pytest.raises(Conflict, match="is ended already"):
        await story.do(end)
    await story.do(ProposePartnership(institution=primary, partner=secondary, kind=FEEDER))


async def test_declined_it_may_be_proposed_again(story: Any) -> None:
    primary, secondary, partnership = await _proposed(story)
    decline = DeclinePartnership(institution=primary, partnership=partnership)
    assert [type(one) for one in await story.new_events(decline)] == [PartnershipDeclined] * 2
    await story.do(ProposePartnership(institution=secondary, partner=primary, kind=FEEDER))


async def test_the_kind_joins_certain_phases_only(story: Any) -> None:
    primary, secondary = await _two(story)
    for kind in set(PartnershipKind) - {FEEDER}:
        with pytest.raises(Invalid, match="does not fit"):
            await story.do(ProposePartnership(institution=primary, partner=secondary, kind=kind))
    with pytest.raises(Invalid, match="does not fit"):
        await story.do(ProposePartnership(institution=primary, partner=primary, kind=FEEDER))


async def test_a_stranger_has_no_such_partnership(story: Any) -> None:
    _, _, partnership = await _proposed(story)
    stranger = await story.school()
    for unknown in (partnership, uuid4()):
        with pytest.raises(NotFound, match="has no partnership"):
            await story.do(AcceptPartnership(institution=stranger, partnership=unknown))


def test_every_kind_joins_different_phases() -> None:
    assert set(JOINS) == set(PartnershipKind)
    for sources, destinations in JOINS.values():
        assert sources.isdisjoint(destinations)
