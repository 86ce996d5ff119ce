"""Local authorities and regions: every code leads to one authority, in its region."""

import msgspec
import pytest

from hub_core import values
from hub_core.reference import areas


def test_england_has_153_authorities_in_nine_regions():
    authorities = areas.local_authorities()
    assert len(authorities) == 153
    assert {each.region_code for each in authorities.values()} == set(areas.regions())
    assert len(areas.regions()) == 9
    assert len({each.gss_code for each in authorities.values()}) == 153


def test_every_code_passes_its_value_type():
    for code, authority in areas.local_authorities().items():
        assert msgspec.convert(code, values.LocalAuthorityCode) == code
        assert msgspec.convert(authority.gss_code, values.GssCode) == authority.gss_code


def test_an_authority_is_found_by_old_code_gss_code_and_name():
    camden = areas.local_authorities()["202"]
    assert camden.name == "Camden"
    assert camden.region.name == "London"
    assert camden.combined_authority == "Greater London Authority"
    assert areas.local_authority_with_gss_code("E09000007") == camden
    assert areas.local_authority_named("camden") == camden


def test_a_recoded_authority_is_found_under_both_gss_codes():
    barnsley = areas.local_authorities()["370"]
    assert barnsley.gss_code == "E08000038"
    assert areas.local_authority_with_gss_code("E08000038") == barnsley
    assert areas.local_authority_with_gss_code("E08000016") == barnsley


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Bristol, City of", "801"),
        ("Bristol", "801"),
        ("St Helens", "342"),
        ("St. Helens", "342"),
        ("Isles Of Scilly", "420"),
        ("Kingston upon Hull, City of", "810"),
    ],
)
def test_names_are_found_as_different_sources_write_them(written: str, code: str):
    found = areas.local_authority_named(written)
    assert found is not None
    assert found.code == code


def test_pages_may_use_the_plain_name():
    assert areas.local_authorities()["801"].plain_name == "Bristol"
    assert areas.local_authorities()["342"].plain_name == "St Helens"


def test_the_region_gias_spells_differently_is_the_same_region():
    region = areas.region_named("Yorkshire and the Humber")
    assert region is not None
    assert region.code == "E12000003"
    assert region.name == "Yorkshire and The Humber"


def test_successors_of_former_authorities_are_current():
    for former in areas.former_local_authorities().values():
        assert former.code not in areas.local_authorities()
        assert former.successors
        assert set(former.successors) <= set(areas.local_authorities())


def test_a_replaced_authority_is_covered_by_all_its_successors_together():
    assert areas.with_former_authorities({"942"}) == {"942"}
    assert areas.with_former_authorities({"942", "943"}) == {"942", "943", "909"}
    assert areas.with_former_authorities({"839"}) == {"839", "836", "837"}
