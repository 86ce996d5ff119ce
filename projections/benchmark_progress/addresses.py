"""How a figure is asked for: ``5.1.y8`` is a criterion and a year group, ``7.P.y8.owed`` a part of it too.

The rule: every figure of everybody has one address of its own, and an address names at most one figure.
"""

import re
from collections.abc import Iterable

import msgspec

from hub_core.gatsby.edition import Criterion, Edition
from hub_core.gatsby.figures import Figure
from hub_core.values import YearGroup

_YEAR_GROUP = r"\.y(?P<year_group>1[0-4]|[0-9])(?:\.(?P<part>[a-z]+))?"
_ADDRESS = re.compile(rf"(?P<code>.+?)(?:{_YEAR_GROUP})?")


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """What an address asks about; ``year_group`` is None for a figure of the whole institution."""

    criterion: Criterion
    year_group: YearGroup | None
    address: str

    def among(self, figures: Iterable[Figure]) -> Figure | None:
        """The figure that is meant, of everybody; None where it is not among these."""
        return next(
            (one for one in figures if one.group is None and address(one) == self.address), None
        )


def address(figure: Figure) -> str:
    """How a figure is asked for."""
    year_group = "" if figure.year_group is None else f".y{figure.year_group}"
    # Of "first: owed" the phase follows from the year group.
    part = figure.part.partition(": ")[2]
    return f"{figure.criterion}{year_group}" + (f".{part}" if part else "")


def code_in(address: str) -> str:
    """The code of the criterion that an address names."""
    found = _ADDRESS.fullmatch(address)
    return address if found is None else found["code"]


def meant_by(edition: Edition, address: str) -> Meant | None:
    """What an address asks about; None where the edition has no such criterion."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    criterion = next((one for _, one in edition.criteria() if one.code == found["code"]), None)
    if criterion is None:
        return None
    year_group = None if found["year_group"] is None else int(found["year_group"])
    return Meant(criterion=criterion, year_group=year_group, address=address)


def why_declared_only(edition: Edition, address: str) -> str:
    """Why records cannot show what an address asks about, in sentences; empty where they can, or where
    there is no such criterion."""
    meant = meant_by(edition, address)
    if meant is None or not meant.criterion.declared:
        return ""
    return f"Only the institution can say. {meant.criterion.declared}."
