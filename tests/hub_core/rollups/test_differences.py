"""What one release says otherwise than another is told cell by cell."""

from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.differences import differences
from hub_core.rollups.export import export
from tests.builders.official_results import institution, result
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


def test_a_row_that_is_new_was_not_there():
    before = [institution(number, result([0] * 8, number=number)) for number in range(8)]
    elsewhere = institution(9, None, authority="301")
    found = differences(export(released(before)), export(released([*before, elsewhere])))
    new = [one for one in found if "Barking" in one.about and one.table == "headline_by_area"]
    assert {one.before for one in new} == {None}
    assert {"1", "0", "0.0", "x"} == {one.after for one in new}
