"""Hub areas: a partition of England's local authorities, laid out on a tile map."""

import re
from collections import Counter

from hub_core.reference.areas import former_local_authorities, local_authorities
from hub_core.reference.hub_areas import hub_area_of, hub_areas


def test_every_local_authority_is_in_exactly_one_hub_area():
    placed = Counter(code for area in hub_areas().values() for code in area.local_authorities)
    assert set(placed) == set(local_authorities())
    assert set(placed.values()) == {1}


def test_there_are_about_as_many_areas_as_england_has_hubs():
    assert len(hub_areas()) == 45


def test_no_two_areas_share_a_tile_a_name_or_a_label():
    areas = hub_areas().values()
    assert len({(area.column, area.row) for area in areas}) == len(areas)
    assert len({area.name for area in areas}) == len(areas)
    assert len({area.tile_label for area in areas}) == len(areas)


def test_slugs_are_fit_for_addresses():
    for slug in hub_areas():
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", slug)


def test_the_map_looks_like_england():
    areas = hub_areas()

    def position(slug: str) -> tuple[int, int]:
        return areas[slug].column, areas[slug].row

    columns = [area.column for area in areas.values()]
    rows = [area.row for area in areas.values()]
    assert min(columns) == 0
    assert min(rows) == 0
    assert position("cornwall-and-isles-of-scilly") == (0, max(rows))
    assert position("north-east")[1] == 0
    assert position("kent-and-medway")[0] == max(columns)
    assert position("norfolk")[0] == max(columns)
    assert position("cumbria")[0] < position("tees-valley")[0]
    assert position("liverpool-city-region")[0] < position("greater-manchester")[0]
    assert position("greater-manchester")[0] < position("south-yorkshire")[0]
    for london in ("west-london", "central-london", "east-london", "south-london"):
        assert position(london)[0] > max(columns) / 2
        assert position(london)[1] > max(rows) / 2


def test_schools_of_a_former_authority_have_one_area_too():
    for former in former_local_authorities().values():
        areas = {hub_area_of(code) for code in (former.code, *former.successors)}
        assert len(areas) == 1
        assert None not in areas


def test_a_code_outside_england_has_no_area():
    assert hub_area_of("681") is None
