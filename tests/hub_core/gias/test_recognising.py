"""Which file of the register one is: told by its columns, or refused with a sentence that helps."""

import io

import pytest

from hub_core.gias.layouts import ESTABLISHMENT_FIELDS, SCHOOLS, FileKind, NotAGiasFile
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasRecord
from tests.hub_core.gias.downloads import COLUMNS, download, only_record


def test_the_files_built_here_are_as_wide_as_the_download():
    assert len(COLUMNS) == 140


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
