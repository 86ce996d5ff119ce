"""Long lists: some of each at a time, each page with an address that can be passed on."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from litestar.exceptions import NotFoundException

from services.web.hub_panels.panel import Row, Rows
from services.web.paging import (
    ROWS_A_PAGE,
    Leaf,
    Long,
    chosen_by,
    with_asked,
    without_pages,
)
from tests.services.web.hub_pages.test_panels import an_employer, of_employers


def a_leaf(amount: int, **asked: str) -> Leaf[Row]:
    made: list[int] = []

    def row(thing: int) -> Row:
        made.append(thing)
        return Row(name=str(thing), cells=())

    named = {name.replace("_", "-"): value for name, value in asked.items()}
    schools = Long(key="schools", heading="School by school", here="/hubs/north/panel", asked=named)
    leaf = schools.leaf(Rows(range(1, amount + 1), row))
    assert made == [int(one.name) for one in leaf.things], "a row that is not shown was made"
    return leaf


@pytest.mark.parametrize(
    ("amount", "number", "shown"),
    [
        (0, 1, []),
        (1, 1, [1]),
        (ROWS_A_PAGE, 1, [*range(1, ROWS_A_PAGE + 1)]),
        (ROWS_A_PAGE + 1, 2, [ROWS_A_PAGE + 1]),
        (3 * ROWS_A_PAGE, 3, [*range(2 * ROWS_A_PAGE + 1, 3 * ROWS_A_PAGE + 1)]),
    ],
)
def test_a_page_of_a_table_holds_its_rows_and_says_which_of_how_many(
    amount: int, number: int, shown: list[int]
) -> None:
    leaf = a_leaf(amount, schools_page=str(number))
    assert [int(row.name) for row in leaf.things] == shown
    assert leaf.amount == amount
    if shown:
        assert (leaf.first, leaf.last) == (shown[0], shown[-1])


def test_every_row_is_on_one_of_the_pages_and_on_no_other() -> None:
    amount = 5 * ROWS_A_PAGE - 3
    pages = [a_leaf(amount, schools_page=str(number)) for number in range(1, 6)]
    assert [int(row.name) for leaf in pages for row in leaf.things] == [*range(1, amount + 1)]


def test_a_table_that_fits_has_no_way_to_other_pages() -> None:
    assert a_leaf(ROWS_A_PAGE).way is None


def test_the_way_names_the_first_the_last_and_those_beside_and_keeps_what_was_chosen() -> None:
    way = a_leaf(12 * ROWS_A_PAGE, show="lapsed", schools_page="6", requests_page="2").way
    assert way is not None
    assert [one.number if one.href else None for one in way.turns] == [1, None, 5, 6, 7, None, 12]
    assert [one.number for one in way.turns if one.current] == [6]
    assert way.label == "Pages of school by school"
    others = [("show", "lapsed"), ("requests-page", "2")]
    for href, number in ((way.before, "5"), (way.after, "7")):
        address = urlsplit(href)
        assert (address.path, address.fragment) == ("/hubs/north/panel", "schools")
        assert parse_qsl(address.query) == [*others, ("schools-page", number)]
    # The first page is the address without one, as the reader came.
    assert parse_qsl(urlsplit(way.turns[0].href).query) == others


def test_at_either_end_there_is_nothing_beyond() -> None:
    first, last = a_leaf(2 * ROWS_A_PAGE), a_leaf(2 * ROWS_A_PAGE, schools_page="2")
    assert first.way is not None
    assert last.way is not None
    assert (first.way.before, last.way.after) == ("", "")
    assert first.way.after
    assert last.way.before


@pytest.mark.parametrize("number", ["0", "4", "-1", "two", "", "02", "9" * 400])
def test_a_page_that_is_not_there_is_answered_with_a_sentence(number: str) -> None:
    with pytest.raises(NotFoundException, match="“School by school” has 3 pages now") as refused:
        a_leaf(3 * ROWS_A_PAGE, schools_page=number)
    assert "Take “schools-page” out of the address" in refused.value.detail
    assert len(refused.value.detail) < 200


def test_the_file_is_the_whole_of_what_was_chosen_whichever_page_is_shown() -> None:
    chosen = {"show": "active", "employers-page": "5"}
    assert with_asked("/panel.csv", without_pages(chosen)) == "/panel.csv?show=active"
    assert with_asked("/panel.csv", without_pages({"employers-page": "5"})) == "/panel.csv"
    amount = 4 * ROWS_A_PAGE + 3
    page = of_employers(
        *(an_employer(f"Employer {number:03}") for number in range(amount)), **chosen
    )
    assert len(list(page.file)) == amount
    employers = Long(key="employers", heading="Employers", here="/panel", asked=chosen)
    leaf = employers.leaf(page.sections[0].rows)
    assert [row.name for row in leaf.things] == ["Employer 200", "Employer 201", "Employer 202"]


def test_what_a_page_does_not_know_leads_nowhere_so_that_no_stranger_says_what_is_kept() -> None:
    asked = {"show": "active", "year": "2025-26", "by-sector-page": "1"}
    strange = {"x-page": "1", "y" * 9_000: "", "utm_source": "z" * 9_000}
    assert chosen_by(["show", "year"], ["employers", "by-sector"], asked | strange) == asked
