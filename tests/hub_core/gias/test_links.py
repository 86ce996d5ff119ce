"""Links of the register: who came before whom is taken from what a link says, never guessed."""

import io
from datetime import date

import pytest

from hub_core.gias.layouts import FileKind
from hub_core.gias.reading import recognise
from hub_core.gias.records import GiasLink, LinkDirection
from tests.hub_core.gias.downloads import download, read

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
