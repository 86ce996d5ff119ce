"""What one release says otherwise than another is told cell by cell."""

from uuid import UUID

from msgspec import structs

from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.differences import differences
from hub_core.rollups.export import export
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import ReleasedHub
from tests.builders.official_results import HUBS, institution, result
from tests.hub_core.rollups.test_export import released


def test_the_cells_that_changed_are_told_and_no_others():
    before = [institution(number, result([0] * 8, number=number)) for number in range(8)]
    after = [
        institution(number, result([0] * 7 + [100 * (number > 2)], number=number))
        for number in range(8)
    ]
    files = export(released(before))
    found = differences(files, export(released(after)))
    national = [one for one in found if one.about == "England, Total"]
    assert [(one.table, one.indicator, one.before, one.after) for one in national] == [
        (f"headline_by_{by}", *changed)
        for by in ("area", *sorted([*ITEMS, "hub"]))
        for changed in (
            ("mean_benchmarks", "0.00", "0.63"),
            ("none_count", "8", "3"),
            ("none_percent", "100.0", "37.5"),
        )
    ]
    assert not any("Benchmark 1:" in one.about for one in found)
    assert differences(files, files) == []


def called(names: dict[UUID, str], institutions: list[RollupInstitution]) -> dict[str, bytes]:
    """The files of a release in which these hubs are called otherwise."""
    hubs = {
        hub: ReleasedHub(code=one.code, name=names.get(hub, one.name)) for hub, one in HUBS.items()
    }
    return export(structs.replace(released(institutions), hubs=hubs))


def of_hub(hub: UUID, achieved: int, begin: int) -> list[RollupInstitution]:
    percentages = [100] * achieved + [0] * (8 - achieved)
    return [
        institution(number, result(percentages, number=number), hub=hub)
        for number in range(begin, begin + 8)
    ]


def test_a_hub_that_was_renamed_is_the_same_hub():
    one, other, _ = HUBS
    before = [*of_hub(one, 2, 0), *of_hub(other, 5, 20)]
    assert differences(called({}, before), called({one: "Northern Hub"}, before)) == []
    # The other hub takes the name that was let go: neither is taken for the other.
    names = {one: "Northern Hub", other: HUBS[one].name}
    assert differences(called({}, before), called(names, before)) == []
    after = [*of_hub(one, 3, 0), *of_hub(other, 5, 20)]
    changed = [
        (one.about, one.before, one.after)
        for one in differences(called({}, before), called(names, after))
        if (one.table, one.indicator) == ("headline_by_hub", "mean_benchmarks")
    ]
    assert changed == [
        ("England, Total", "3.50", "4.00"),
        ("England, Northern Hub", "2.00", "3.00"),
    ]


def test_a_release_from_before_hubs_had_codes_is_compared_by_names():
    one, other, _ = HUBS
    institutions = [*of_hub(one, 2, 0), *of_hub(other, 5, 20)]
    files = called({}, institutions)
    old = {name: content for name, content in files.items() if name != "codes.csv"}
    assert differences(old, files) == []
    renamed = differences(old, called({one: "Northern Hub"}, institutions))
    assert {one.about.split(", ")[1] for one in renamed} == {"Hub 0", "Northern Hub"}


def test_a_row_that_is_new_was_not_there():
    before = [institution(number, result([0] * 8, number=number)) for number in range(8)]
    elsewhere = institution(9, None, authority="301")
    found = differences(export(released(before)), export(released([*before, elsewhere])))
    new = [one for one in found if "Barking" in one.about and one.table == "headline_by_area"]
    assert {one.before for one in new} == {None}
    assert {"1", "0", "0.0", "x"} == {one.after for one in new}
