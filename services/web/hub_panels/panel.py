"""A panel: one page about one side of a hub's work, as every such page is laid out, and what is asked of it.

The rule: each figure says on how many members it rests and how old it is, and the file holds all rows that
were chosen.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Generic, TypeVar, overload
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.access.scope import Scope
from hub_core.log.ledger import Ledger
from hub_core.log.repository import Looked
from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear
from projections.benchmark_progress.kept import KeptProgress
from services.http.parts import Parts
from services.web import academic_years
from services.web.hub_benchmarks.choice import one_of
from services.web.hub_hands import Hands, Option
from services.web.words import when

Thing = TypeVar("Thing")

#: What stands in place of a next step where there is none.
NOTHING_WAITS = "Nothing waits."


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: of which hub, by whom, on which day, and what the address chose. ``at`` is where the
    hub's pages begin, ``here`` the panel's own address."""

    hub: UUID
    at: str
    here: str
    asked: Mapping[str, str]
    now: datetime
    today: date
    scope: Scope
    parts: Parts
    progress: KeptProgress
    #: The log as it stands once ids were asked of a read model or the claims.
    look: Callable[[], Awaitable[Looked]]
    #: None for a panel that does not tell the members of one colleague from another's.
    hands: Hands | None

    @property
    def ledger(self) -> Ledger:
        """The log itself."""
        return self.parts.platform.ledger

    @property
    def academic_year(self) -> AcademicYear:
        """The academic year asked for, the current one by default."""
        given = self.asked.get("year")
        year = academic_year_of(self.today) if given is None else academic_years.from_address(given)
        if year is None:
            raise NotFoundException(
                f"“{(given or '')[:20]}” is not an academic year. Write it like 2025-26."
            )
        return year

    def chosen(self, name: str, known: Iterable[str], otherwise: str = "") -> str:
        """What was chosen under a name; empty chooses nothing."""
        return one_of(name, self.asked, ("", *known), otherwise)

    @property
    def whose(self) -> str:
        """Of whose members to tell."""
        who = self.asked.get("whose", "")
        if not self._hands.known(who):
            raise NotFoundException(
                "Nobody of this hub who looks after members is at this address."
            )
        return who

    def member(self, institution: UUID) -> str:
        """The address of the hub's page of a member, where it is looked after."""
        return f"{self.at}/members/{institution}"

    def taken(self, members: Iterable[UUID]) -> set[UUID]:
        """Those of the members that are in the hands that were asked for."""
        whose, hands = self.whose, self._hands
        if not whose:
            return set(members)
        return {one for one in members if hands.takes(whose, hands.member(one))}

    def choices_of_whose(self) -> tuple[Option, ...]:
        """Whose members can be asked for."""
        return self._hands.choices(self.whose, mine=self._hands.me is not None)

    @property
    def _hands(self) -> Hands:
        if self.hands is None:
            raise LookupError(f"{self.here} asks whose members without being told in routes.py")
        return self.hands

    def age(self, newest: datetime | None) -> str:
        """When the newest of what a figure rests on was recorded."""
        return "nothing recorded yet" if newest is None else f"newest {when(newest, self.now)}"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure; ``rests_on`` says how many members are behind it and how old it is."""

    label: str
    amount: str
    of: str = ""
    rests_on: str


class Row(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One row: whom it is about, with the address of its page, and its cells in the columns' order."""

    name: str
    cells: tuple[str, ...]
    href: str = ""
    about: str = ""


class Rows(Sequence[Row], Generic[Thing]):
    """The rows of so many things, each made as it is shown: a page shows some of many."""

    def __init__(self, things: Sequence[Thing], row: Callable[[Thing], Row]) -> None:
        self._things = things
        self._row = row

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return tuple(map(self._row, self._things[at]))
        return self._row(self._things[at])


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One table, with all its rows, of which a page shows some at a time; ``empty`` is what stands where it
    has no row, ``wide`` the columns that hold sentences."""

    key: str
    heading: str
    says: str
    columns: tuple[str, ...]
    rows: Sequence[Row]
    empty: str
    wide: frozenset[str] = frozenset()


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs. ``nothing`` is said in place of all tables where there is nothing to
    choose from; ``head`` and ``file`` are the rows to take away, made as they are read, once; ``terms`` is
    what its words mean."""

    title: str
    headline: str
    figures: tuple[KeyFigure, ...]
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    head: tuple[str, ...]
    file: Iterable[tuple[str, ...]]
    terms: Mapping[str, str]
    nothing: str = ""


def field(name: str, label: str, known: Mapping[str, str], chosen: str, every: str) -> Field:
    """A list of codes with their words; ``every`` is the choice of none of them."""
    options = (
        Option(value="", label=every, chosen=not chosen),
        *(Option(value=code, label=words, chosen=code == chosen) for code, words in known.items()),
    )
    return Field(name=name, label=label, options=options)


def labels(codes: type[Labelled]) -> dict[str, str]:
    """A code list as a field shows it."""
    return {one.value: one.label for one in codes}


def year_field(question: Question) -> Field:
    """This academic year, the one before, and the one that was asked for."""
    this, chosen = academic_year_of(question.today), question.academic_year
    offered = sorted({this, previous_academic_year(this), chosen}, reverse=True)
    options = tuple(
        Option(value=academic_years.in_address(one), label=one, chosen=one == chosen)
        for one in offered
    )
    return Field(name="year", label="Academic year", options=options)


def whose_field(question: Question) -> Field:
    """Whose members: everybody's, one's own, or one colleague's."""
    return Field(name="whose", label="Whose members", options=question.choices_of_whose())
