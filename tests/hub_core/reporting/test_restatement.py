"""What came in late: told for what differs and nothing else, and never where a figure is withheld."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hub_core.reporting.events import FrozenFigure
from hub_core.reporting.restatement import restatements

FROZEN = FrozenFigure(indicator="mean_benchmarks", value=5.1, contributing=20, eligible=31)


def _now(**changed: object) -> FrozenFigure:
    return msgspec.structs.replace(FROZEN, **changed)


def test_what_stands_as_it_was_is_no_restatement() -> None:
    assert restatements([FROZEN], [_now(target=6.0)]) == ()


def test_late_records_are_told_with_difference_and_reason() -> None:
    [one] = restatements([FROZEN], [_now(value=5.38, contributing=22)])
    assert (one.difference, one.now.value) == (0.28, 5.38)
    assert one.why == "Late records: 2 institutions more contributed after the freeze."
    [fewer] = restatements([FROZEN], [_now(value=5.0, contributing=19)])
    assert fewer.why.startswith("1 institution fewer contribute")
    [corrected] = restatements([FROZEN], [_now(value=5.2)])
    assert corrected.why.startswith("Late records: the same institutions")
    [register] = restatements([FROZEN], [_now(eligible=32)])
    assert "from 31 to 32" in register.why


@given(
    st.none() | st.integers(0, 500).map(float),
    st.none() | st.integers(0, 500).map(float),
    st.booleans(),
    st.booleans(),
)
def test_nothing_withheld_can_be_had_back_by_subtraction(
    before: float | None, after: float | None, was: bool, is_now: bool
) -> None:
    frozen = _now(value=None if was else before, withheld=was)
    now = _now(value=None if is_now else after, withheld=is_now)
    for one in restatements([frozen], [now]):
        if was or is_now or before is None or after is None:
            assert one.difference is None
        else:
            assert before + (one.difference or 0) == after
