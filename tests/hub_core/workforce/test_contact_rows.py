"""Rows of a hub's file of contacts: what each cell may be, and that nobody is quoted back."""

import pytest

from hub_core.refusals import Invalid
from hub_core.workforce.codes import ColleagueRole
from hub_core.workforce.contact_rows import read_contacts

HEADINGS = "URN,Role,Full name,E-mail,Since,Notes"


def test_a_row_is_somebody_in_a_role_and_none_is_the_careers_leader() -> None:
    lines = (
        HEADINGS,
        "100025,careers leader,Priya Nair,p@ashbrook.example,01/09/2025,",
        "100025,Link governor for careers,Tom Reed,,,x",
    )
    found = read_contacts("\r\n".join(lines).encode())
    assert [(one.line, one.role) for one in found.rows] == [
        (2, None), (3, ColleagueRole.LINK_GOVERNOR),
    ]  # fmt: skip
    assert (found.problems, found.ignored) == ((), ("Notes",))


def test_what_is_wrong_is_told_by_column_without_anybodys_name() -> None:
    lines = (HEADINGS, "1000,Governor,,tom at reed,yesterday,", "100025,staff,Tom,tom at reed,,")
    found = read_contacts("\r\n".join(lines).encode())
    assert found.rows == ()
    assert [(one.line, one.column) for one in found.problems] == [
        (2, "urn"), (2, "role"), (2, "name"), (2, "since"), (3, "email"),
    ]  # fmt: skip
    assert "tom" not in "".join(one.value for one in found.problems).lower()
    with pytest.raises(Invalid, match="no column role, name"):
        read_contacts(b"urn,email\r\n1,2\r\n")
