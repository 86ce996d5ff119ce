"""A long list is shown some of it at a time: which part, and the way to the others.

The rule: each page of a list has an address of its own, which holds what was chosen too, and an address of a
page that is not there is answered with a sentence.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar.exceptions import NotFoundException

Thing = TypeVar("Thing")

#: Rows of one list on a page: of a table about four screens at a desk, and twenty on a phone.
ROWS_A_PAGE = 50
#: What stands behind a list's key in an address, to name one of its pages.
_END = "-page"
#: Pages named on either side of the one that is shown; the first and the last are named always.
_BESIDE = 1


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One page to turn to, by its number; without an address it stands for those left out."""

    number: int = 0
    href: str = ""
    current: bool = False


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The way between the pages of one list; empty where there is no page before or after."""

    label: str
    before: str
    after: str
    turns: tuple[Turn, ...]


class Leaf(msgspec.Struct, Generic[Thing], frozen=True, kw_only=True):
    """One page of a list: what is on it, the first of which is number ``first`` of ``amount`` altogether."""

    things: tuple[Thing, ...]
    first: int
    amount: int
    number: int
    of: int
    way: Way | None

    @property
    def last(self) -> int:
        """The number of the last on it."""
        return self.first + len(self.things) - 1


class Long(msgspec.Struct, frozen=True, kw_only=True):
    """A list on a page: the ``key`` of the part of the page where it stands, what it is called there, and the
    page's own address with what that chose."""

    key: str
    heading: str
    here: str
    asked: Mapping[str, str]

    def leaf(self, things: Sequence[Thing]) -> Leaf[Thing]:
        """The page of it that the address asks for, by default its first; raises ``NotFoundException``."""
        amount = len(things)
        of = max(1, -(-amount // ROWS_A_PAGE))
        number = self._asked_for(of)
        start = (number - 1) * ROWS_A_PAGE
        return Leaf(
            things=tuple(things[start : start + ROWS_A_PAGE]),
            first=start + 1,
            amount=amount,
            number=number,
            of=of,
            way=self._way(number, of) if of > 1 else None,
        )

    @property
    def _name(self) -> str:
        return self.key + _END

    def _asked_for(self, of: int) -> int:
        given = self.asked.get(self._name, "1")
        known = {str(number): number for number in range(1, of + 1)}
        if given not in known:
            pages = "1 page" if of == 1 else f"{of} pages"
            raise NotFoundException(
                f"“{self.heading}” has {pages} now, and none called “{given[:20]}”. "
                f"Take “{self._name}” out of the address to read it from its beginning."
            )
        return known[given]

    def _way(self, number: int, of: int) -> Way:
        turns: list[Turn] = []
        for other in range(1, of + 1):
            if other in (1, of) or abs(other - number) <= _BESIDE:
                turns.append(Turn(number=other, href=self._page(other), current=other == number))
            elif turns[-1].href:
                turns.append(Turn())
        return Way(
            label=f"Pages of {self.heading[0].lower()}{self.heading[1:]}",
            before=self._page(number - 1) if number > 1 else "",
            after=self._page(number + 1) if number < of else "",
            turns=tuple(turns),
        )

    def _page(self, number: int) -> str:
        asked = {key: value for key, value in self.asked.items() if key != self._name}
        if number > 1:
            asked[self._name] = str(number)
        return f"{with_asked(self.here, asked)}#{self.key}"


def chosen_by(
    names: Collection[str], lists: Collection[str], asked: Mapping[str, str]
) -> dict[str, str]:
    """What an address chose under these names, and of these lists which pages: as the page leads on. The way
    is kept by its addresses, and what somebody adds to one can be as long as an address may be."""
    known = {*names, *(one + _END for one in lists)}
    return {name: value for name, value in asked.items() if name in known}


def without_pages(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address chose, whichever page of it is shown."""
    return {name: value for name, value in asked.items() if not name.endswith(_END)}


def with_asked(path: str, asked: Mapping[str, str]) -> str:
    """An address with what it chooses."""
    return f"{path}?{urlencode(asked)}" if asked else path
