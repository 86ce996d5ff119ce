"""From the cells of one row of the links file to the link it describes.

The rule: the wording of GIAS decides the sense. Kinds that both sides write alike ("Result of
Amalgamation") do not say who absorbed whom, and are not guessed at here.
"""

from collections.abc import Iterator

from hub_core.gias.cells import Cells
from hub_core.gias.records import GiasLink, LinkDirection, RowProblem
from hub_core.values import parse_urn

#: Every kind of link in the file of April 2025, by what the linked institution is to the other.
_DIRECTION_BY_KIND = {
    "Predecessor": LinkDirection.PREDECESSOR,
    "Predecessor - amalgamated": LinkDirection.PREDECESSOR,
    "Predecessor - merged": LinkDirection.PREDECESSOR,
    "Predecessor - Split School": LinkDirection.PREDECESSOR,
    "Closure": LinkDirection.PREDECESSOR,
    "Successor": LinkDirection.SUCCESSOR,
    "Successor - amalgamated": LinkDirection.SUCCESSOR,
    "Successor - merged": LinkDirection.SUCCESSOR,
    "Successor - Split School": LinkDirection.SUCCESSOR,
    "Result of Amalgamation": LinkDirection.MERGER,
    "Merged - change in age range": LinkDirection.MERGER,
    "Merged - expansion of school capacity": LinkDirection.MERGER,
    "Merged - expansion in school capacity and changer in age range": LinkDirection.MERGER,
    "Sixth Form Centre School": LinkDirection.RELATED,
    "Sixth Form Centre Link": LinkDirection.RELATED,
    "Expansion": LinkDirection.RELATED,
    "Other": LinkDirection.RELATED,
}


def link_of(cells: Cells) -> Iterator[GiasLink | RowProblem]:
    """The problems of a row, then its link unless one of them makes the row useless."""
    urns = [_needed_urn(cells, column) for column in ("URN", "LinkURN")]
    kind = cells.text("LinkType")
    direction = _DIRECTION_BY_KIND.get(kind)
    if direction is None:
        cells.refuse(
            "LinkType",
            reason=f"“{kind[:60]}” is not a kind of link known here.",
            remedy="If GIAS has added it, ask for the code list of the platform to be brought up "
            "to date.",
            row_taken=False,
        )
    established_on = cells.day("LinkEstablishedDate")
    yield from cells.problems
    urn, linked_urn = urns
    if urn and linked_urn and direction:
        yield GiasLink(
            line=cells.line,
            urn=urn,
            linked_urn=linked_urn,
            kind=kind,
            direction=direction,
            established_on=established_on,
        )


def _needed_urn(cells: Cells, column: str) -> str | None:
    try:
        return parse_urn(cells.text(column))
    except ValueError as refusal:
        reason, _, remedy = str(refusal).partition(". ")
        cells.refuse(column, reason=f"{reason}.", remedy=remedy, row_taken=False)
        return None
