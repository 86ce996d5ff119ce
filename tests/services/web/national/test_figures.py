"""What the page of national figures shows is what was published: every measure, every way, cell by cell."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest
from litestar.exceptions import NotFoundException

from hub_core.open_data.published import PublishedTable, published_table, table_names
from hub_core.rollups.released_hubs import ReleasedHub
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.store import PublishedSnapshot
from services.web.charts import known, missing
from services.web.charts.lines import Line, line_chart
from services.web.national_page.choice import Choice, choice_of, release_key, release_of
from services.web.national_page.figures import measures, parts, same_way, ways
from services.web.national_page.file import file_of
from services.web.national_page.view import NationalPage, Over, national_page
from services.web.national_page.words import said
from services.web.statistics_page.downloads import as_json
from tests.builders.official_results import HUBS
from tests.builders.releases import another_table, release_files


def a_release(
    on: date = date(2026, 7, 31),
    edition: str = "GATSBY-2024",
    version: int = 1,
    reason: RestatementReason | None = None,
) -> PublishedSnapshot:
    return PublishedSnapshot(
        snapshot=uuid4(),
        measure_date=on,
        edition=edition,
        version=version,
        published_on=date(2026, 9, 20),
        stands_at=1,
        content="c" * 64,
        reason=reason,
    )


RELEASE = a_release()


@pytest.fixture(scope="module")
def tables() -> list[PublishedTable]:
    files = release_files(3) | another_table()
    return [published_table(files, name) for name in table_names(files)]


def chosen(tables: list[PublishedTable], **asked: str) -> Choice:
    return choice_of(asked, RELEASE, tables)


def page_of(choice: Choice, tables: list[PublishedTable], over: Over | None = None) -> NationalPage:
    over = [(RELEASE, choice.way)] if over is None else over
    return national_page(choice, tables, [RELEASE], over, RELEASE)


def test_every_measure_can_be_chosen_every_way_and_each_cell_is_the_one_published(
    tables: list[PublishedTable],
) -> None:
    there = {(measure, key) for measure in measures(tables) for key in ways(tables, measure)}
    assert {("mean_benchmarks", "local_authority"), ("fully_percent", "benchmark")} <= there
    assert {("hours", "english_devolved_area"), ("hours", "quintile")} <= there
    for measure, key in there:
        choice = chosen(tables, measure=measure, by=key)
        page = page_of(choice, tables)
        assert choice.way is not None
        cells = {one.name: one.text(measure) for one in parts(choice.way, choice.items)}
        assert {one.name: one.words for one in page.lines} == {
            name: said(text, page.measure) for name, text in cells.items()
        }
        assert "Total" not in cells


def test_a_withheld_figure_is_in_words_and_counts_for_no_highest_or_lowest(
    tables: list[PublishedTable],
) -> None:
    page = page_of(chosen(tables, measure="hours", by="quintile"), tables)
    assert [(one.name, one.words, one.known) for one in page.lines] == [
        ("Most deprived", "6.0", True),
        ("Least deprived", "withheld", False),
    ]
    assert page.headline == "Mean hours of work: 7.5 in England"
    assert [word for word, _ in page.symbols] == ["withheld"]
    assert "c" not in {one.words for one in page.key_figures}


def test_an_address_gives_the_same_view_again_and_refuses_what_is_not_there(
    tables: list[PublishedTable],
) -> None:
    asked = {
        "measure": "mean_benchmarks",
        "by": "regional",
        "institution_type": "Special schools",
        "area": "E12000001",
        "with": "E12000007",
        "release": release_key(RELEASE),
    }
    choice = choice_of(asked, release_of(asked, [RELEASE]), tables)
    assert choice.area == "E12000001"
    for name, value in asked.items():
        assert f"{name}={value.replace(' ', '+')}" in choice.query()
    for wrong in ({"measure": "happiness"}, {"by": "ward"}, {"institution_type": "Castles"}):
        with pytest.raises(NotFoundException, match="No published figures"):
            chosen(tables, **wrong)
    with pytest.raises(NotFoundException, match="release"):
        release_of({"release": "2019-07-31"}, [RELEASE])
    # A breakdown of other measures is no mistake of the reader's: the page says how this one is published.
    instead = page_of(chosen(tables, measure="hours", by="regional"), tables).instead
    assert [label for _, label in instead] == ["Combined authority", "Deprivation quintile"]


def test_two_areas_are_compared_in_every_figure_and_never_worked_out_from_a_withheld_one(
    tables: list[PublishedTable],
) -> None:
    choice = chosen(tables, by="regional", area="E12000001", **{"with": "E12000007"})
    page = page_of(choice, tables)
    assert choice.way is not None
    assert len(page.compared) == len(choice.way.table.measures)
    assert page.followed == ("North East", "London", "England")
    by_label = {one.label: one for one in page.compared}
    shares = by_label["Share of eligible institutions contributing"]
    assert shares.apart.split(" ", 1)[1].startswith("percentage point")
    others = {"area": "Most deprived", "with": "Least deprived"}
    choice = chosen(tables, measure="hours", by="quintile", **others)
    assert [one.apart for one in page_of(choice, tables).compared] == ["cannot be said"]


def test_a_breakdown_is_explained_where_the_release_says_what_it_means(
    tables: list[PublishedTable],
) -> None:
    page = page_of(chosen(tables, by="deprivation_quintile"), tables)
    assert [one.name for one in page.lines] == [
        "Quintile 1, most deprived",
        "Quintile 2",
        "Quintile 3",
        "Quintile 4",
        "Quintile 5, least deprived",
        "Not known",
    ]
    assert "eligible for free school meals" in page.by_means
    assert "Secondary in this release: quintile 1 from " in page.by_means
    assert page_of(chosen(tables, by="regional"), tables).by_means == ""
    assert page_of(chosen(tables, measure="hours", by="quintile"), tables).by_means == ""


def by_hub(called: str, *, coded: bool = True) -> list[PublishedTable]:
    """The tables of a release in which the first hub is called so; before hubs had codes, or since."""
    first = next(iter(HUBS))
    hubs = {**HUBS, first: ReleasedHub(code=HUBS[first].code, name=called)}
    files = release_files(3, hubs=hubs)
    kept = {name: one for name, one in files.items() if coded or name != "codes.csv"}
    return [published_table(kept, name) for name in table_names(kept)]


@pytest.mark.parametrize("asked", ["hub-0", "Northern Hub"])
def test_a_hub_is_followed_by_its_code_under_whichever_name_it_had(asked: str) -> None:
    now = by_hub("Northern Hub")
    choice = chosen(now, by="careers_hub", area=asked)
    assert choice.way is not None
    assert choice.area == "hub-0"
    assert "area=hub-0" in choice.query()
    earlier = chosen(by_hub("Hub 0"), by="careers_hub").way
    over: Over = [(a_release(date(2025, 12, 31)), earlier), (RELEASE, choice.way)]
    [series] = page_of(choice, now, over).series
    assert series.head == ("Northern Hub", "England")
    words = [figures[0][0] for _, _, figures in series.rows]
    assert words[0] == words[1] != "not published"
    file = file_of("series", choice, measures(now), over)
    assert [line.split(",")[7:9] for line in file.splitlines()[1:]] == [
        ["hub-0", "Hub 0"], ["Total", "England"], ["hub-0", "Northern Hub"], ["Total", "England"],
    ]  # fmt: skip


def test_a_release_from_before_hubs_had_codes_reads_and_is_followed_by_names() -> None:
    old, now = by_hub("Hub 0", coded=False), by_hub("Hub 0")
    then = chosen(old, by="careers_hub", area="Hub 0")
    choice = chosen(now, by="careers_hub", area="Hub 0")
    assert (then.area, choice.area) == ("Hub 0", "hub-0")
    over: Over = [(a_release(date(2025, 12, 31)), then.way), (RELEASE, choice.way)]
    for one, tables in ((then, old), (choice, now)):
        [series] = page_of(one, tables, over).series
        words = [figures[0][0] for _, _, figures in series.rows]
        assert words[0] == words[1] != "not published"


def test_a_table_as_json_has_the_codes_of_hubs() -> None:
    for coded in (True, False):
        table = next(one for one in by_hub("Hub 0", coded=coded) if one.name == "headline_by_hub")
        rows = msgspec.json.decode(as_json(RELEASE, table))["rows"]
        told = {(row["careers_hub"], row.get("careers_hub_code")) for row in rows}
        assert ("Hub 0", "hub-0" if coded else None) in told
        assert ("Total", "" if coded else None) in told
        assert ("Not in a Careers Hub", "no_hub" if coded else None) in told


def test_a_hub_has_its_square_on_the_map_whatever_it_is_called() -> None:
    first, second, _ = HUBS
    hubs = {
        first: ReleasedHub(code="tees-valley", name="Northern Hub"),
        second: ReleasedHub(code="elsewhere", name="Hub 1"),
    }
    files = release_files(3, hubs={**HUBS, **hubs})
    found = [published_table(files, name) for name in table_names(files)]
    shown = page_of(chosen(found, by="careers_hub"), found).map
    assert shown is not None
    assert "Northern Hub" not in shown.left_out
    assert "Hub 1" in shown.left_out


def test_editions_are_never_joined_and_a_restatement_says_why(tables: list[PublishedTable]) -> None:
    choice = chosen(tables, by="regional", area="E12000001")
    assert choice.way is not None
    late = RestatementReason.LATE_RESULTS
    without = same_way(None, choice.way, choice.measure)
    over: Over = [
        (a_release(date(2024, 7, 31), "GATSBY-2014"), choice.way),
        (a_release(date(2025, 12, 31)), choice.way),
        (a_release(date(2026, 3, 31)), without),
        (a_release(date(2026, 7, 31), version=2, reason=late), choice.way),
    ]
    newer, older = page_of(choice, tables, over).series
    assert [day for day, _, _ in older.rows] == ["31 July 2024"]
    assert [day for day, _, _ in newer.rows] == [
        "31 December 2025",
        "31 March 2026",
        "31 July 2026",
    ]
    assert newer.rows[1][2][0] == ("not published", "")
    assert "version 2" in newer.rows[2][1]
    assert late.label.lower() in newer.rows[2][1]
    # Nothing is drawn over the release that did not have it.
    assert "hub-line-of" not in newer.body
    assert newer.alternative.count("not published") == 2


def test_lines_begin_at_nought_and_words_beside_them_do_not_stand_on_one_another() -> None:
    days = [date(2025, 12, 31), date(2026, 3, 31), date(2026, 7, 31)]
    one = Line(name="A", amounts=(known(590), missing(), known(600)))
    other = Line(name="B", amounts=(known(590), known(595), known(600)))
    drawn = str(line_chart(days, [one, other], scale=100))
    assert drawn.count("<circle") == 5 + 2  # and two in the legend
    assert drawn.count('class="hub-line-of--series-2"') == 2
    assert "hub-line-of--series-1" not in drawn
    assert 'y="25.0%"' in drawn
    assert 'y="33.0%"' in drawn
    assert ">0</span>" in drawn
    with pytest.raises(ValueError, match="each date"):
        line_chart(days, [Line(name="A", amounts=(known(1),))], scale=1)


def test_a_file_says_of_each_figure_what_it_is_of_when_and_of_how_many(
    tables: list[PublishedTable],
) -> None:
    choice = chosen(tables, by="regional", area="E12000001", **{"with": "E12000007"})
    over: Over = [(RELEASE, choice.way)]
    rows = file_of("areas", choice, measures(tables), over).splitlines()
    assert rows[0].startswith("As at,Edition,Version,Published,Figure,Broken down by")
    assert rows[1].startswith(
        "2026-07-31,GATSBY-2024,1,2026-09-20,Mean number of benchmarks achieved,Region"
    )
    assert ",England," in rows[1]
    assert len(rows) == 1 + 1 + 3  # head, England, three regions
    assert len(file_of("series", choice, measures(tables), over).splitlines()) == 1 + 3
    comparison = file_of("comparison", choice, measures(tables), over).splitlines()
    assert choice.way is not None
    assert len(comparison) == 1 + 2 * len(choice.way.table.measures)
