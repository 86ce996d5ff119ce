"""A hub's file: what people write in cells is understood or told with line, column and remedy."""

import pytest

from hub_core.evaluations.codes import BenchmarkStatus
from hub_core.evaluations.events import Reported
from hub_core.evaluations.result_rows import FileRead, read_rows
from hub_core.files.limits import UnreadableFile
from hub_core.refusals import Invalid

HEADER = "URN,Completed on,Edition," + ",".join(f"Benchmark {n}" for n in range(1, 9))
GOOD = "100025,12/12/2025,GATSBY-2024,100,95,100,75,88,87,90,100"


def read(*lines: str, header: str = HEADER) -> FileRead:
    return read_rows("\r\n".join((header, *lines)).encode())


def test_a_row_as_a_spreadsheet_writes_it() -> None:
    [row] = read(
        "'100025,12/12/2025,2024,100%,95 %,In progress,not scored,88.0,Achieved,0,NOT ACHIEVED"
    ).rows
    assert (row.line, row.urn, row.edition) == (2, "100025", "GATSBY-2024")
    assert row.benchmarks[1] == Reported(percentage=100)
    assert row.benchmarks[3] == Reported(status=BenchmarkStatus.IN_PROGRESS)
    assert row.benchmarks[4] == Reported(status=BenchmarkStatus.NOT_SCORED)
    assert row.benchmarks[5] == Reported(percentage=88)
    assert row.benchmarks[8] == Reported(status=BenchmarkStatus.NOT_ACHIEVED)


@pytest.mark.parametrize(
    ("wrong", "column", "value"),
    [
        (GOOD.replace("100025", "10002"), "urn", "10002"),
        (GOOD.replace("100025", ""), "urn", ""),
        (GOOD.replace("12/12/2025", "31/02/2025"), "completed_on", "31/02/2025"),
        (GOOD.replace("12/12/2025", ""), "completed_on", ""),
        (GOOD.replace("GATSBY-2024", "2019"), "edition", "2019"),
        (GOOD.replace("GATSBY-2024", ""), "edition", ""),
        (GOOD.replace(",95,", ",101,"), "benchmark_2", "101"),
        (GOOD.replace(",95,", ",95.5,"), "benchmark_2", "95.5"),
        (GOOD.replace(",95,", ",mostly,"), "benchmark_2", "mostly"),
        (GOOD.replace(",95,", ",,"), "benchmark_2", ""),
    ],
)
def test_a_wrong_cell_is_told_where_it_stands(wrong: str, column: str, value: str) -> None:
    found = read(GOOD, wrong)
    assert [row.line for row in found.rows] == [2]
    [problem] = found.problems
    assert (problem.line, problem.column, problem.value) == (3, column, value)
    assert problem.reason.endswith(".")
    assert problem.remedy.endswith(".")


def test_every_fault_of_a_row_is_told_at_once() -> None:
    found = read(",tomorrow,GATSBY-2024,100,95,100,75,88,87,,1000")
    assert [one.column for one in found.problems] == [
        "urn",
        "completed_on",
        "benchmark_7",
        "benchmark_8",
    ]


def test_a_person_is_never_quoted() -> None:
    header = f"{HEADER},Careers leader name,Careers leader e-mail"
    found = read(
        f"{GOOD},Priya Nair,priya nair at ashbrook", f"{GOOD},,p@ashbrook.example", header=header
    )
    assert [one.column for one in found.problems] == ["careers_leader_email", "careers_leader_name"]
    assert {one.value for one in found.problems} == {""}
    assert "riya" not in str(found.problems)


def test_a_file_without_its_columns_lists_those_that_are_missing() -> None:
    with pytest.raises(Invalid, match="no column urn, edition, benchmark_8"):
        read(header="Completed on," + ",".join(f"BM{n}" for n in range(1, 8)))


def test_columns_nobody_reads_are_named_and_rows_out_of_shape_told() -> None:
    found = read(f"{GOOD},North,extra", f"{GOOD},South", header=f"{HEADER},District")
    assert found.ignored == ("District",)
    assert [row.line for row in found.rows] == [3]
    assert [one.line for one in found.problems] == [2]


def test_too_many_rows_and_what_is_no_table_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 150 rows"):
        read(*[GOOD] * 151)
    with pytest.raises(UnreadableFile, match="Excel workbook"):
        read_rows(b"PK\x03\x04 and so on")
