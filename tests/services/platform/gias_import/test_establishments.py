"""What an import makes of files of establishments."""

import csv
import io

import pytest

from hub_core.execute import Platform
from hub_core.gias.layouts import FileKind
from hub_core.membership.codes import InstitutionStatus
from services.platform.gias_import.files import CannotImport

FULL, FIELDS, THIN = FileKind.ESTABLISHMENTS, FileKind.ESTABLISHMENT_FIELDS, FileKind.SCHOOLS
ASHBROOK = {
    "urn": "111111",
    "name": "Ashbrook School",
    "ukprn": "10012345",
    "status_name": "Open",
    "type_code": "01",
    "phase_code": "4",
    "authority_code": "202",
    "low_age": "11",
    "high_age": "18",
    "pupils": "950",
    "postcode": "NW1 4AA",
}
BEECHWOOD = {"urn": "111112", "name": "Beechwood School", "authority_code": "202"}


async def test_a_register_is_taken_over_once(take, write, institution, platform: Platform):
    file = write("full.csv", FULL, ASHBROOK, BEECHWOOD)
    first = await take(file)
    assert (first.registered, first.changed, first.unchanged, first.refused) == (2, 0, 0, 0)
    known = await institution("111111")
    assert known.ukprn == "10012345"
    assert known.details.pupils == 950
    assert known.details.postcode == "NW1 4AA"
    head = await platform.ledger.head()
    again = await take(file)
    assert (again.registered, again.changed, again.unchanged) == (0, 0, 2)
    assert await platform.ledger.head() == head


async def test_an_academy_is_known_with_its_trust_until_it_leaves(take, write, institution):
    academy = ASHBROOK | {"trust_id": "5143", "trust_name": "Fictional Learning Trust"}
    await take(write("full.csv", FULL, academy))
    details = (await institution("111111")).details
    assert (details.trust_id, details.trust_name) == ("5143", "Fictional Learning Trust")
    await take(write("thin.csv", THIN, {"urn": "111111", "name": "Ashbrook School"}))
    assert (await institution("111111")).details.trust_id == "5143"
    imported = await take(write("next.csv", FULL, ASHBROOK))
    assert imported.changed == 1
    details = (await institution("111111")).details
    assert (details.trust_id, details.trust_name) == (None, None)


async def test_the_share_with_free_school_meals_is_kept_until_the_register_takes_it_away(
    take, write, institution
):
    await take(write("full.csv", FULL, ASHBROOK | {"free_school_meals": "24.6"}))
    assert (await institution("111111")).details.free_school_meals_percent == 24.6
    await take(write("thin.csv", THIN, {"urn": "111111", "name": "Ashbrook School"}))
    assert (await institution("111111")).details.free_school_meals_percent == 24.6
    imported = await take(write("next.csv", FULL, ASHBROOK))
    assert imported.changed == 1
    assert (await institution("111111")).details.free_school_meals_percent is None


async def test_only_what_changed_is_appended(take, write, institution, platform: Platform):
    await take(write("full.csv", FULL, ASHBROOK, BEECHWOOD))
    head = await platform.ledger.head()
    imported = await take(write("next.csv", FULL, ASHBROOK | {"pupils": "960"}, BEECHWOOD))
    assert (imported.changed, imported.unchanged) == (1, 1)
    assert await platform.ledger.head() == head + 1
    assert (await institution("111111")).details.pupils == 960


async def test_a_thin_file_takes_nothing_away(take, write, institution):
    await take(write("full.csv", FULL, ASHBROOK | {"status_name": "Closed"}))
    imported = await take(write("thin.csv", THIN, {"urn": "111111", "name": "Ashbrook School"}))
    assert imported.unchanged == 1
    known = await institution("111111")
    assert known.details.status is InstitutionStatus.CLOSED
    assert known.details.pupils == 950


async def test_the_complete_download_takes_away_what_it_leaves_blank(take, write, institution):
    await take(write("full.csv", FULL, ASHBROOK))
    await take(write("next.csv", FULL, ASHBROOK | {"pupils": ""}))
    assert (await institution("111111")).details.pupils is None


async def test_a_cell_that_cannot_be_read_is_no_blank(take, write, institution):
    await take(write("full.csv", FULL, ASHBROOK))
    report = io.StringIO()
    imported = await take(write("next.csv", FULL, ASHBROOK | {"postcode": "?"}), report=report)
    assert (await institution("111111")).details.postcode == "NW1 4AA"
    assert imported.findings == 1
    header, finding = csv.reader(io.StringIO(report.getvalue()))
    assert header[:4] == ["file", "line", "column", "value"]
    assert finding[1:4] == ["2", "Postcode", "?"]
    assert finding[-1] == "yes"


async def test_the_fuller_of_two_files_has_the_last_word_in_any_order(
    take, write, institution, platform: Platform
):
    thin = write("thin.csv", THIN, {"urn": "111111", "name": "Ashbrook High"})
    full = write("full.csv", FIELDS, ASHBROOK)
    await take(full, thin)
    assert (await institution("111111")).details.name == "Ashbrook School"
    head = await platform.ledger.head()
    await take(thin, full)
    assert await platform.ledger.head() == head


async def test_a_replaced_authority_does_not_unsay_its_successor(take, write, institution):
    await take(write("full.csv", FULL, ASHBROOK | {"authority_code": "942"}))
    await take(write("thin.csv", THIN, {"urn": "111111", "name": "A", "authority_code": "909"}))
    assert (await institution("111111")).details.local_authority == "942"


async def test_a_row_that_is_refused_leaves_the_others_standing(take, write):
    await take(write("full.csv", FULL, ASHBROOK))
    report = io.StringIO()
    imported = await take(
        write("next.csv", FULL, BEECHWOOD | {"ukprn": "10012345"}, ASHBROOK | {"pupils": "1"}),
        report=report,
    )
    assert (imported.refused, imported.changed) == (1, 1)
    assert [one.reason for one in imported.reasons] == ["Refused: identifiers disagree."]
    assert "111112" in report.getvalue()


async def test_rows_are_taken_in_many_chunks(take, write, platform: Platform):
    rows = [{"urn": str(200_000 + n), "name": f"School {n}"} for n in range(450)]
    file = write("full.csv", FULL, *rows)
    assert (await take(file)).registered == 450
    assert (await take(file)).unchanged == 450
    assert await platform.ledger.head() == 450


async def test_nothing_is_recorded_when_one_file_is_not_of_gias(
    take, write, tmp_path, platform: Platform
):
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    with pytest.raises(CannotImport, match=r"strange\.csv"):
        await take(write("full.csv", FULL, ASHBROOK), strange)
    assert await platform.ledger.head() == 0
