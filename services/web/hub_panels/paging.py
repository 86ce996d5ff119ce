"""A long table is shown some rows at a time: which of them, and the way to the others.

The rule: each page of a table has an address of its own, which holds what was chosen too; the file has every
row, and an address of a page that is not there is answered with a sentence.
"""

from urllib.parse import urlencode

import msgspec
from litestar.exceptions import NotFoundException

from services.web.hub_panels.panel import Panel, Question, Row, Section

#: Rows of one table on a page: about four screens at a desk, and twenty on a phone.
ROWS_A_PAGE = 50
#: What stands behind a table's key in an address, to name one of its pages.
_END = "-page"
#: Pages named on either side of the one that is shown; the first and the last are named always.
_BESIDE = 1


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One page to turn to, by its number; without an address it stands for those left out."""

    number: int = 0
    href: str = ""
    current: bool = False


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The way between the pages of one table; empty where there is no page before or after."""

    label: str
    before: str
    after: str
    turns: tuple[Turn, ...]


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a table: the rows on it, the first of which is number ``first`` of all ``amount`` rows."""

    section: Section
    rows: tuple[Row, ...]
    first: int
    amount: int
    number: int
    of: int
    way: Way | None

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.first + len(self.rows) - 1


def led_on(question: Question, panel: Panel) -> Question:
    """The question as it leads on from this panel: without what the panel does not know. The way is kept by
    its addresses, and what somebody adds to one can be as long as an address may be, each time another."""
    known = {one.name for one in panel.fields} | {one.key + _END for one in panel.sections}
    asked = {name: value for name, value in question.asked.items() if name in known}
    return msgspec.structs.replace(question, asked=asked)


def leaf_of(question: Question, section: Section) -> Leaf:
    """The page of a table that the address asks for, by default its first."""
    amount = len(section.rows)
    of = max(1, -(-amount // ROWS_A_PAGE))
    number = _asked_for(question, section, of)
    start = (number - 1) * ROWS_A_PAGE
    return Leaf(
        section=section,
        rows=tuple(section.rows[start : start + ROWS_A_PAGE]),
        first=start + 1,
        amount=amount,
        number=number,
        of=of,
        way=_way(question, section, number, of) if of > 1 else None,
    )


def address_of_file(question: Question) -> str:
    """Where the rows chosen are a file: every one, whichever page of them is shown."""
    return _address(
        f"{question.here}.csv",
        {name: value for name, value in question.asked.items() if not name.endswith(_END)},
    )


def _asked_for(question: Question, section: Section, of: int) -> int:
    given = question.asked.get(section.key + _END, "1")
    known = {str(number): number for number in range(1, of + 1)}
    if given not in known:
        pages = "1 page" if of == 1 else f"{of} pages"
        raise NotFoundException(
            f"“{section.heading}” has {pages} now, and none called “{given[:20]}”. "
            f"Take “{section.key}{_END}” out of the address to read it from its beginning."
        )
    return known[given]


def _way(question: Question, section: Section, number: int, of: int) -> Way:
    def page(other: int) -> str:
        name = section.key + _END
        asked = {key: value for key, value in question.asked.items() if key != name}
        if other > 1:
            asked[name] = str(other)
        return f"{_address(question.here, asked)}#{section.key}"

    turns: list[Turn] = []
    for other in range(1, of + 1):
        if other in (1, of) or abs(other - number) <= _BESIDE:
            turns.append(Turn(number=other, href=page(other), current=other == number))
        elif turns[-1].href:
            turns.append(Turn())
    return Way(
        label=f"Pages of {section.heading[0].lower()}{section.heading[1:]}",
        before=page(number - 1) if number > 1 else "",
        after=page(number + 1) if number < of else "",
        turns=tuple(turns),
    )


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path
