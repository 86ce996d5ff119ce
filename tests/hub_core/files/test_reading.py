"""Reading tables that were sent: the same rows whatever a spreadsheet did, none lost in silence."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.files.reading import FileLimits, Table, UnreadableFile, read_table

ROWS = [["Élodie’s visit", "2026-09-14", "62"], ['Line\nbreak, and “quote"', "15/09/2026", ""]]
COLUMNS = ("What", "Day", "Learners")


def written(
    rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> io.BytesIO:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def cells(table: Table) -> list[list[str]]:
    return [row for _, row in table.rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_rows_are_the_same_in_every_encoding_and_with_every_delimiter(
    encoding: str, delimiter: str
) -> None:
    table = read_table(written([list(COLUMNS), *ROWS], encoding=encoding, delimiter=delimiter))
    assert table.columns == COLUMNS
    assert cells(table) == ROWS
    assert cells(table) == ROWS, "each call starts again"
    assert table.faults == []
    assert table.findings.delimiter == delimiter
    assert table.findings.encoding == encoding.removesuffix("-le" if encoding == "utf-16" else "\0")
    assert table.findings.byte_order_mark == (encoding in ("utf-8-sig", "utf-16"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_carry_the_line_they_begin_on(end: str) -> None:
    content = f'What,Day{end}{end}one,1{end}"two{end}lines",2{end},{end}three,3{end}'
    table = read_table(io.BytesIO(content.encode()))
    assert [line for line, _ in table.rows()] == [3, 4, 7]
    assert table.faults == []


def test_excels_own_line_about_the_delimiter_is_no_row() -> None:
    table = read_table(io.BytesIO(b"sep=;\r\nWhat;Who, with whom\r\none;two\r\n"))
    assert table.columns == ("What", "Who, with whom")
    assert list(table.rows()) == [(3, ["one", "two"])]


def test_empty_cells_a_spreadsheet_leaves_at_the_end_are_nothing() -> None:
    table = read_table(io.BytesIO(b"What,Day,,\none,1,,\n,,,\ntwo,2\n"))
    assert table.columns == ("What", "Day")
    assert list(table.rows()) == [(2, ["one", "1"]), (4, ["two", "2"])]


def test_columns_of_one_name_are_told_apart() -> None:
    table = read_table(io.BytesIO(b"Day,Day,,Day (2)\n1,2,3,4\n"))
    assert table.columns == ("Day", "Day (3)", "Column 3", "Day (2)")
    assert table.findings.renamed == ("Day (3)", "Column 3")
    assert "Day (3)" in table.findings.sentence()


def test_ragged_rows_are_told_by_line_and_the_others_taken() -> None:
    table = read_table(io.BytesIO(b'What,Day\none,1\ntwo\nthree,3,more\n"a"b,4\nfive,5\n'))
    assert list(table.rows()) == [(2, ["one", "1"]), (6, ["five", "5"])]
    assert [(fault.line, fault.last_line) for fault in table.faults] == [(3, 3), (4, 4), (5, 5)]
    assert "1 cells" in table.faults[0].reason
    assert "2 columns" in table.faults[0].reason
    assert "quoted" in table.faults[2].remedy


def test_a_quotation_mark_that_is_never_closed_is_told_with_the_lines_it_swallows() -> None:
    table = read_table(io.BytesIO(b'What,Day\none,1\n"two,2\nthree,3\n'))
    assert list(table.rows()) == [(2, ["one", "1"])]
    (fault,) = table.faults
    assert (fault.line, fault.last_line) == (3, 4)


@pytest.mark.parametrize("quoted", ['"', ""])
def test_an_over_long_cell_is_told_and_the_other_rows_taken(quoted: str) -> None:
    content = f"What,Day\n{quoted}{'x' * 101}{quoted},1\ntwo,2\n"
    table = read_table(io.BytesIO(content.encode()), limits=FileLimits(cell=100))
    assert list(table.rows()) == [(3, ["two", "2"])]
    assert [fault.line for fault in table.faults] == [2]
    assert "101 characters" in table.faults[0].reason


def test_a_cell_longer_than_csv_itself_takes_is_told_too() -> None:
    table = read_table(io.BytesIO(f"What,Day\n{'x' * 200_000},1\ntwo,2\n".encode()))
    assert list(table.rows()) == [(3, ["two", "2"])]
    assert [fault.line for fault in table.faults] == [2]


REFUSED = {
    "nothing": (b"", "empty"),
    "only blanks": (b" \r\n\r\n", "empty"),
    "only separators": (b",,,\n,,\n", "no column names"),
    "a workbook": (b"PK\x03\x04\x14\x00", "Save as"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save as"),
    "a sign-in page": (b"\xef\xbb\xbf <!DOCTYPE html><title>Sign in</title>", "sign-in page"),
    "a PDF": (b"%PDF-1.7", "Export"),
    "gzip": (b"\x1f\x8b\x08", "Unpack"),
    "a NUL": (b"What,Day\none,1\ntwo,\x002\n", "Line 3 holds a NUL"),
    "a NUL in UTF-16": ("What,Day\none,1\ntwo,\0\n".encode("utf-16"), "Line 3 holds a NUL"),
    "no text": (b"What,Day\none,1\n\x81\xff,2\n", "line 3 holds bytes"),
    "half a character": (b"\xef\xbb\xbfWhat,Day\none,\xc3\n", "line 2 holds bytes"),
    "half a code unit": ("What,Day\none,1".encode("utf-16")[:-1], "not UTF-16"),
    "a JSON list": (b'[{"What": "one"}]', "NDJSON"),
    "a broken head": (b'"What"x,Day\none,1\n', "column names on line 1"),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_table_is_refused_with_what_it_is_and_where(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        list(read_table(io.BytesIO(content)).rows())
    assert told in refused.value.detail
    assert refused.value.detail.endswith((".", "”)"))


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (FileLimits(most_bytes=20), "Send it in parts"),
        (FileLimits(rows=2), "more than 2 rows"),
        (FileLimits(columns=1), "2 columns"),
        (
            FileLimits(faults=1),
            "More than 1 rows of this file cannot be read. The first is on line 5",
        ),
    ],
)
def test_a_file_past_a_limit_is_refused(limits: FileLimits, told: str) -> None:
    content = b"What,Day\none,1\ntwo,2\nthree,3\nfour\nfive\n"
    with pytest.raises(UnreadableFile, match=told):
        list(read_table(io.BytesIO(content), limits=limits).rows())


def test_the_file_stays_open_for_its_owner() -> None:
    content = written([list(COLUMNS), *ROWS])
    walk = read_table(content).rows()
    next(walk)
    del walk
    assert cells(read_table(content)) == ROWS


def test_json_lines_are_the_same_table() -> None:
    content = (
        '\ufeff{"What": "Élodie", "Learners": 62, "Stem": true}\r\n\r\n'
        '{"Day": "2026-09-14", "What": null, "Learners": 1.5}\n'
    )
    table = read_table(io.BytesIO(content.encode()))
    assert table.columns == ("What", "Learners", "Stem", "Day")
    assert list(table.rows()) == [
        (1, ["Élodie", "62", "true", ""]),
        (3, ["", "1.5", "", "2026-09-14"]),
    ]
    assert table.findings.delimiter is None
    assert "JSON" in table.findings.sentence()


def test_json_lines_that_are_no_row_are_told() -> None:
    content = '{"What": "one"}\n{"What": ["two"]}\n{"What": \n"three"\n{"What": "f\\u0000ur"}\n'
    table = read_table(io.BytesIO(content.encode()))
    assert list(table.rows()) == [(1, ["one"])]
    assert [fault.line for fault in table.faults] == [2, 3, 4, 5]


_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@given(
    rows=st.lists(st.lists(_TEXT, min_size=3, max_size=3), max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_whatever_a_csv_writer_wrote_is_read_as_it_was(
    rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    table = read_table(written([list(COLUMNS), *rows], encoding=encoding, delimiter=delimiter))
    assert cells(table) == [row for row in rows if any(row)]
    assert table.faults == []


def test_a_first_row_of_nothing_but_blanks_names_no_column() -> None:
    """Some of what Unicode counts as a blank is no empty cell to a reader of CSV."""
    with pytest.raises(UnreadableFile, match="no column names"):
        read_table(io.BytesIO(b"\x1c\n"))


@given(content=st.binary(max_size=200), begin=st.sampled_from([b"", b"What,Day\n", b'{"a":1}\n']))
def test_whatever_the_bytes_there_are_rows_in_shape_or_a_sentence(
    content: bytes, begin: bytes
) -> None:
    try:
        table = read_table(io.BytesIO(begin + content), limits=FileLimits(cell=50))
        rows = list(table.rows())
    except UnreadableFile:
        return
    assert all(len(row) == len(table.columns) for _, row in rows)
    assert all(len(cell) <= 50 for _, row in rows for cell in row)


@given(
    lines=st.lists(st.sampled_from(["one,1", "two", "a,b,c", '"x\ny",2', '"z"q,3', "", ",", "f,6"]))
)
def test_every_line_is_in_a_row_in_a_fault_or_empty(lines: list[str]) -> None:
    content = "\n".join(["What,Day", *lines, ""])
    table = read_table(io.BytesIO(content.encode()))
    lines_of_rows = {
        line + more for line, row in table.rows() for more in range(("\n" in row[0] and 2) or 1)
    }
    in_faults = {line for fault in table.faults for line in range(fault.line, fault.last_line + 1)}
    there = {n for n, text in enumerate(content.split("\n"), start=1) if text.strip(",") and n > 1}
    assert lines_of_rows | in_faults == there
    assert not lines_of_rows & in_faults
