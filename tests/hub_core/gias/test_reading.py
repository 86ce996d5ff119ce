"""Reading GIAS files: whatever the export's habits, the same record, and no row lost in silence."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.gias.layouts import (
    ESTABLISHMENT_FIELDS,
    ESTABLISHMENTS,
    SCHOOLS,
    FileKind,
    NotAGiasFile,
)
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasLink, GiasRecord, LinkDirection, RowProblem
from hub_core.membership.codes import InstitutionStatus
from hub_core.reference.service_phases import ServicePhase

#: Columns of the download that are not read, so that the files built here are as wide as the real.
_OTHERS = [
    f"Column that is not read {number}" for number in range(140 - len(ESTABLISHMENTS.columns()))
]
COLUMNS = [*sorted(ESTABLISHMENTS.columns()), *_OTHERS]

ASHBROOK = {
    "URN": "900001",
    "UKPRN": "19000001",
    "LA (code)": "202",
    "LA (name)": "Camden",
    "EstablishmentNumber": "4104",
    "EstablishmentName": "Ashbrook – St Chloë’s Academy",
    "TypeOfEstablishment (code)": "34",
    "TypeOfEstablishment (name)": "Academy converter",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-2012",
    "PhaseOfEducation (code)": "4",
    "PhaseOfEducation (name)": "Secondary",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
    "OfficialSixthForm (name)": "Has a sixth form",
    "NumberOfPupils": "878",
    "PercentageFSM": "38.2",
    "SchoolCapacity": "1035",
    "GOR (code)": "H",
    "GOR (name)": "London",
    "GSSLACode (name)": "E09000007",
    "Postcode": "nw32jb",
    "Town": "London",
    "Trusts (code)": "5143",
    "Trusts (name)": "Fictional Learning Trust",
    "Easting": "528230",
    "Northing": "185638",
    "SEN1 (name)": "ASD - Autistic Spectrum Disorder",
    "SEN2 (name)": "Not Applicable",
}


def download(
    *rows: dict[str, str], columns: Iterable[str] = COLUMNS, encoding: str = "cp1252"
) -> io.BytesIO:
    """A file as GIAS offers it, with these rows."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def read(stream: io.BytesIO) -> list[Any]:
    return list(recognise(stream))


def only_record(stream: io.BytesIO) -> GiasRecord:
    (record,) = read(stream)
    assert isinstance(record, GiasRecord)
    return record


def test_the_files_built_here_are_as_wide_as_the_download():
    assert len(COLUMNS) == 140


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


def test_the_thinner_files_are_recognised_by_their_columns():
    fields = {"URN": "900001", "EstablishmentName": "Hartley School", "LAESTAB": "2024104"}
    file = recognise(download(fields, columns=sorted(ESTABLISHMENT_FIELDS.columns())))
    assert file.kind is FileKind.ESTABLISHMENT_FIELDS
    assert not file.complete
    (record,) = file
    assert isinstance(record, GiasRecord)
    assert record.laestab == "2024104"

    schools = {"urn": "900001", "name": "Hartley School", "phase": "Primary (derived)"}
    assert only_record(download(schools, columns=sorted(SCHOOLS.columns()))).phase == "primary"


def test_performance_tables_settle_the_phase_only_where_gias_gives_no_type():
    row = {"urn": "900001", "name": "Hartley", "phase": "All-through (derived)"}
    special = row | {"school_type_2018_19": "Special school"}
    columns = sorted(SCHOOLS.columns())
    assert only_record(download(special, columns=columns)).phase == "special_and_alternative"
    typed = special | {"type": "Academy converter"}
    assert only_record(download(typed, columns=columns)).phase == "secondary"


LINK = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]


def link(kind: str, *, urn: str = "900001", day: str = "01-09-2012") -> io.BytesIO:
    row = {"URN": urn, "LinkURN": "900002", "LinkName": "Hartley", "LinkType": kind}
    return download(row | {"LinkEstablishedDate": day}, columns=LINK)


def test_a_predecessor_link_tells_who_came_first():
    file = recognise(link("Predecessor - merged"))
    assert file.kind is FileKind.LINKS
    (found,) = file
    assert found == GiasLink(
        line=2,
        urn="900001",
        linked_urn="900002",
        kind="Predecessor - merged",
        direction=LinkDirection.PREDECESSOR,
        established_on=date(2012, 9, 1),
    )
    assert isinstance(found, GiasLink)
    assert found.predecessor_and_successor == ("900002", "900001")


@pytest.mark.parametrize(
    ("kind", "direction", "order"),
    [
        ("Successor", LinkDirection.SUCCESSOR, ("900001", "900002")),
        ("Closure", LinkDirection.PREDECESSOR, ("900002", "900001")),
        ("Result of Amalgamation", LinkDirection.MERGER, None),
        ("Sixth Form Centre Link", LinkDirection.RELATED, None),
    ],
)
def test_links_without_a_stated_order_are_not_guessed(
    kind: str, direction: LinkDirection, order: tuple[str, str] | None
):
    (found,) = read(link(kind, day=""))
    assert found.direction is direction
    assert found.predecessor_and_successor == order
    assert found.established_on is None


def test_an_unknown_kind_of_link_or_a_bad_urn_is_reported():
    (problem,) = read(link("Cousin"))
    assert problem.column == "LinkType"
    (problem,) = read(link("Successor", urn="1"))
    assert (problem.column, problem.row_taken) == ("URN", False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "names none of the columns expected"),
        (b"a,b,c\r\n1,2,3\r\n", "Recognised are: GIAS establishments"),
        (b"PK\x03\x04rest", "Unpack the download"),
        ("URN,Name\r\n".encode("utf-16"), "encoded as UTF-16"),
        (b'"' + b"x" * 200_000, "not a CSV file"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_that_says_what_to_send(content: bytes, says: str):
    with pytest.raises(NotAGiasFile, match=says):
        recognise(io.BytesIO(content))


def test_a_download_that_lost_a_column_is_told_which():
    columns = [column for column in COLUMNS if column != "PhaseOfEducation (code)"]
    with pytest.raises(NotAGiasFile, match=r"lacks “PhaseOfEducation \(code\)”"):
        recognise(download(columns=columns))


@given(content=st.binary(max_size=400))
def test_whatever_follows_the_header_every_row_is_a_record_or_a_problem(content: bytes):
    start = download(ASHBROOK).getvalue()
    told = read(io.BytesIO(start + content))
    assert told[0].urn == "900001"
    for each in told:
        assert isinstance(each, GiasRecord | RowProblem)
