"""Differences: only what a file really says otherwise counts as changed."""

import msgspec

from hub_core.gias.differences import Difference, differences
from hub_core.gias.records import GiasRecord
from hub_core.reference.service_phases import ServicePhase

KNOWN = GiasRecord(
    line=7, urn="900001", name="Ashbrook School", pupils=800, trust_id="51", sen_needs=("ASD",)
)


class Details(msgspec.Struct):
    name: str
    phase: ServicePhase | None = None
    pupils: int | None = None
    capacity_agreed: int | None = None


def test_the_same_row_on_another_line_is_no_change():
    assert differences(KNOWN, msgspec.structs.replace(KNOWN, line=90), complete=True) == []


def test_a_changed_field_is_told_with_both_values():
    found = msgspec.structs.replace(KNOWN, name="Ashbrook Academy", pupils=820)
    assert differences(KNOWN, found) == [
        Difference(field="name", known="Ashbrook School", found="Ashbrook Academy"),
        Difference(field="pupils", known=800, found=820),
    ]


def test_a_blank_is_silence_except_in_the_complete_download():
    found = GiasRecord(line=2, urn="900001", name="Ashbrook School")
    assert differences(KNOWN, found) == []
    changed = [each.field for each in differences(KNOWN, found, complete=True)]
    assert changed == ["pupils", "trust_id", "sen_needs"]


def test_a_nought_is_not_a_blank():
    found = msgspec.structs.replace(KNOWN, pupils=0)
    assert [each.found for each in differences(KNOWN, found)] == [0]


def test_any_struct_is_compared_on_the_fields_both_have():
    details = Details(name="Ashbrook School", pupils=700, capacity_agreed=3)
    assert differences(details, KNOWN) == [Difference(field="pupils", known=700, found=800)]
