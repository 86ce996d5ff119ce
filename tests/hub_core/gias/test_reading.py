"""Reading GIAS files: whatever the export's habits, the same record, and no row lost in silence."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.gias.layouts import FileKind
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasRecord, RowProblem
from hub_core.membership.codes import InstitutionStatus
from hub_core.reference.service_phases import ServicePhase
from tests.hub_core.gias.downloads import ASHBROOK, COLUMNS, download, only_record, read


def test_a_row_of_the_download_becomes_a_record():
    file = recognise(download(ASHBROOK))
    assert file.kind is FileKind.ESTABLISHMENTS
    assert file.encoding == "cp1252"
    assert file.complete
    assert list(file) == [
        GiasRecord(
            line=2,
            urn="900001",
            name="Ashbrook – St Chloë’s Academy",
            ukprn="19000001",
            laestab="2024104",
            status=InstitutionStatus.OPEN,
            opened_on=date(2012, 9, 1),
            type_code="34",
            type_name="Academy converter",
            phase_code="4",
            phase=ServicePhase.SECONDARY,
            local_authority="202",
            region="E12000007",
            low_age=11,
            high_age=18,
            pupils=878,
            free_school_meals_percent=38.2,
            capacity=1035,
            has_sixth_form=True,
            postcode="NW3 2JB",
            town="London",
            trust_id="5143",
            trust_name="Fictional Learning Trust",
            easting=528230,
            northing=185638,
            sen_needs=("ASD",),
        )
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_encoding_does_not_matter(encoding: str):
    assert only_record(download(ASHBROOK, encoding=encoding)).name == ASHBROOK["EstablishmentName"]


def test_padded_codes_plain_codes_and_names_alone_give_the_same_record():
    community = ASHBROOK | {
        "TypeOfEstablishment (code)": "1",
        "TypeOfEstablishment (name)": "Community school",
    }
    padded = community | {
        "TypeOfEstablishment (code)": "01",
        "EstablishmentStatus (code)": "01",
        "PhaseOfEducation (code)": "04",
    }
    codes = [column for column in COLUMNS if column.endswith("(code)") and "Trust" not in column]
    names_only = community | dict.fromkeys(codes, "")
    plain = only_record(download(community))
    assert plain.type_code == "01"
    assert only_record(download(padded)) == plain
    # Without the authority's code there is nothing to build LAESTAB from.
    found = only_record(download(names_only))
    assert found.laestab is None
    assert found.local_authority == "202"
    assert (found.type_code, found.phase, found.status, found.region) == (
        plain.type_code,
        plain.phase,
        plain.status,
        plain.region,
    )


def test_the_order_of_columns_does_not_matter():
    assert only_record(download(ASHBROOK, columns=COLUMNS[::-1])).urn == "900001"


def test_a_short_establishment_number_is_padded_in_laestab():
    assert only_record(download(ASHBROOK | {"EstablishmentNumber": "17"})).laestab == "2020017"


@pytest.mark.parametrize("region", ["Yorkshire and the Humber", "Yorkshire and The Humber"])
def test_both_spellings_of_the_region_are_one_region(region: str):
    row = ASHBROOK | {"GOR (code)": "", "GOR (name)": region}
    assert only_record(download(row)).region == "E12000003"


def test_an_institution_outside_england_has_no_region_of_england():
    row = ASHBROOK | {
        "LA (code)": "681",
        "LA (name)": "Cardiff",
        "GOR (code)": "W",
        "GOR (name)": "Wales (pseudo)",
        "GSSLACode (name)": "W06000015",
        "TypeOfEstablishment (code)": "30",
    }
    record = only_record(download(row))
    assert record.region is None
    assert record.phase is None


def test_a_row_of_blanks_says_nothing_but_its_name():
    record = only_record(download({"URN": "900002", "EstablishmentName": "Hartley School"}))
    assert record == GiasRecord(line=2, urn="900002", name="Hartley School")


def test_a_former_authority_becomes_its_successor_where_the_row_tells_which():
    cumbria = {"LA (code)": "909", "LA (name)": "Cumbria", "GOR (code)": "B"}
    told = ASHBROOK | cumbria | {"GSSLACode (name)": "E06000063"}
    assert only_record(download(told)).local_authority == "942"
    bournemouth = ASHBROOK | {"LA (code)": "837", "GSSLACode (name)": ""}
    assert only_record(download(bournemouth)).local_authority == "839"

    problem, record = read(download(ASHBROOK | cumbria | {"GSSLACode (name)": ""}))
    assert record.local_authority == "909"
    assert problem.row_taken
    assert "replaced by Cumberland and Westmorland and Furness" in problem.reason


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("URN", "12", "“12” is not a URN."),
        ("URN", "", "An empty value is not a URN."),
        ("EstablishmentName", "  ", "The name is empty"),
        ("EstablishmentName", "A" * 201, "longer than 200 characters"),
    ],
)
def test_a_row_without_urn_or_name_is_left_out_and_said_so(column: str, value: str, reason: str):
    (problem,) = read(download(ASHBROOK | {column: value}))
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.column, problem.row_taken) == (2, column, False)
    assert reason in problem.reason
    assert problem.remedy.endswith(".")


@pytest.mark.parametrize(
    ("column", "value", "reason", "field"),
    [
        ("UKPRN", "999", "“999” is not a UKPRN.", "ukprn"),
        ("Postcode", "NOWHERE", "“NOWHERE” is not a UK postcode.", "postcode"),
        ("NumberOfPupils", "many", "“many” is not a whole number", "pupils"),
        ("PercentageFSM", "100.1", "“100.1” is not a share", "free_school_meals_percent"),
        ("PercentageFSM", "SUPP", "“SUPP” is not a share", "free_school_meals_percent"),
        ("StatutoryHighAge", "-1", "“-1” is not a whole number", "high_age"),
        ("OpenDate", "31-02-2020", "“31-02-2020” is not a date.", "opened_on"),
        ("CloseDate", "soon", "“soon” is not a date.", "closed_on"),
        ("TypeOfEstablishment (code)", "98", "“98” is not in the code list", None),
        ("EstablishmentStatus (code)", "8", "“8” is not a status", None),
    ],
)
def test_a_bad_cell_costs_its_own_value_and_not_the_row(
    column: str, value: str, reason: str, field: str | None
):
    row = ASHBROOK | {
        "TypeOfEstablishment (name)": "",
        "EstablishmentStatus (name)": "",
        column: value,
    }
    problem, record = read(download(row))
    assert problem.row_taken
    assert (problem.line, problem.column, problem.value) == (2, column, value)
    assert reason in problem.reason
    assert record.urn == "900001"
    if field:
        assert getattr(record, field) is None


@pytest.mark.parametrize("written", ["01-09-2012", "01/09/2012", "1/9/2012", "2012-09-01"])
def test_dates_are_read_as_gias_and_spreadsheets_write_them(written: str):
    assert only_record(download(ASHBROOK | {"OpenDate": written})).opened_on == date(2012, 9, 1)


def test_a_repeated_urn_is_taken_once():
    record, problem = read(download(ASHBROOK, ASHBROOK))
    assert record.line == 2
    assert problem.line == 3
    assert "stands on line 2 already" in problem.reason
    assert not problem.row_taken


def test_a_line_break_inside_a_cell_does_not_shift_the_line_numbers():
    records = read(
        download(
            ASHBROOK | {"Column that is not read 1": "two\r\nlines"}, ASHBROOK | {"URN": "900002"}
        )
    )
    assert [record.line for record in records] == [2, 4]


def test_a_row_of_the_wrong_width_is_reported_and_the_rest_is_read():
    broken = io.BytesIO(download(ASHBROOK).getvalue() + b"900009,too short\r\n")
    record, problem = read(broken)
    assert record.urn == "900001"
    assert problem.line == 3
    assert "2 cells where the header has 140" in problem.reason


def test_a_character_nobody_can_read_is_reported():
    stream = io.BytesIO(
        download(ASHBROOK).getvalue().replace("Chloë".encode("cp1252"), b"Chlo\x81")
    )
    problem, record = read(stream)
    assert "could not be read" in problem.reason
    assert "\ufffd" in record.name


def test_a_file_can_be_walked_twice_and_stays_open():
    stream = download(ASHBROOK)
    file = recognise(stream)
    assert list(file) == list(file)
    assert not stream.closed


def test_a_walk_broken_off_after_the_file_is_closed_ends_quietly():
    stream = download(ASHBROOK, ASHBROOK | {"URN": "900002"})
    walk = iter(recognise(stream))
    next(walk)
    stream.close()
    walk.close()  # type: ignore[attr-defined]


@given(content=st.binary(max_size=400))
def test_whatever_follows_the_header_every_row_is_a_record_or_a_problem(content: bytes):
    start = download(ASHBROOK).getvalue()
    told = read(io.BytesIO(start + content))
    assert told[0].urn == "900001"
    for each in told:
        assert isinstance(each, GiasRecord | RowProblem)
