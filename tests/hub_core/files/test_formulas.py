"""Cells that hold formulas, and cells that only look a little like one."""

import pytest

from hub_core.files.formulas import is_formula


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("x")',
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "＝1+1",
        "\t=1",
        " =1",
        "%0A",
    ],
)
def test_formulas_are_known(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Ashbrook",
        "-",
        "-5",
        "+44 20 7946 0000",
        "-1,234.50",
        "+5%",
        "14/09/2026",
        "a=b",
        "£5",
        "(x)",
    ],
)
def test_numbers_dashes_and_words_are_none(cell: str) -> None:
    assert not is_formula(cell)
