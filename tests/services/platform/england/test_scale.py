"""Scales are read from what people write, and a smaller one is part of a larger one."""

import pytest

from hub_core.reference.hub_areas import hub_areas
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.places import hubs
from services.platform.england.scale import DEMO, ENGLAND, Scale


def test_scales_people_write() -> None:
    assert Scale.parse("england") == ENGLAND
    assert Scale.parse(" Demo ") == DEMO
    assert Scale.parse("1 hub") == Scale(whole_hubs=1, share=0)
    assert Scale.parse("3 HUBS").whole_hubs == 3
    assert Scale.parse("0.05") == Scale(whole_hubs=0, share=0.05)
    assert Scale.parse("1") == ENGLAND
    for text in ("england", "1 hub", "7 hubs", "0.05"):
        assert str(Scale.parse(text)) == text


@pytest.mark.parametrize("text", ["", "0", "1.5", "0 hubs", "46 hubs", "hub", "-1", "half"])
def test_other_words_are_refused_with_what_can_be_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"Write .demo., a number of hubs"):
        Scale.parse(text)


def test_a_smaller_england_is_part_of_a_larger_one() -> None:
    whole = {hub.area.slug: hub.institutions for hub in hubs(ENGLAND, 1)}
    for text in ("demo", "0.05", "2 hubs"):
        for hub in hubs(Scale.parse(text), 1):
            assert hub.institutions == whole[hub.area.slug][: len(hub.institutions)]
            assert hub.whole == len(whole[hub.area.slug])


def test_the_demo_shows_every_hub() -> None:
    assert {hub.area.slug for hub in hubs(DEMO, 1)} == set(hub_areas())


def test_every_school_and_no_college_has_a_share_with_free_school_meals() -> None:
    shares: dict[ServicePhase, set[float | None]] = {}
    for hub in hubs(ENGLAND, 1):
        for one in hub.institutions:
            told = one.details.free_school_meals_percent
            shares.setdefault(one.phase, set()).add(told)
    assert {phase for phase, told in shares.items() if None in told} == {
        ServicePhase.FE_AND_SKILLS,
        ServicePhase.ADULT,
    }
    assert shares[ServicePhase.ADULT] == shares[ServicePhase.FE_AND_SKILLS] == {None}
    for phase in (ServicePhase.PRIMARY, ServicePhase.SECONDARY):
        told = [one for one in shares[phase] if one is not None]
        assert min(told) < 8
        assert max(told) > 50
