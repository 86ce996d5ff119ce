"""Who follows whom, from the links between establishments.

Pure. The rule: only a plain predecessor that stands alone is continued (an academy conversion); several
together, or one GIAS calls merged, go into their successor; what the wording leaves open is not guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct, field

from hub_core.gias.records import GiasLink, LinkDirection
from hub_core.membership.events import FormerUrn

_MERGED = frozenset(
    {
        "Predecessor - merged",
        "Successor - merged",
        "Predecessor - amalgamated",
        "Successor - amalgamated",
    }
)
_PLAIN = frozenset({"Predecessor", "Successor"})


class Pair(Struct, kw_only=True):
    """Two URNs that one or two rows link; ``line`` is the first of them."""

    file: str
    line: int
    predecessor: str
    successor: str
    kinds: set[str] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)

    @property
    def merged(self) -> bool:
        """Whether GIAS calls it a merger, on either side."""
        return not self.kinds.isdisjoint(_MERGED)

    @property
    def plain(self) -> bool:
        """Whether GIAS says no more than that one came before the other."""
        return self.kinds <= _PLAIN

    @property
    def on(self) -> date | None:
        """The earlier of the days the two rows give."""
        return min(self.dates, default=None)


class Successions:
    """Every link of the files given, by successor."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._continued: dict[str, Pair] = {}
        self._united: dict[str, list[Pair]] = {}
        self.unclear: list[Pair] = []

    def add(self, link: GiasLink, *, file: str) -> None:
        """Take in one row. Both institutions have one about the same link, as a rule."""
        self._rows[file] += 1
        if link.direction is LinkDirection.RELATED:
            return
        in_order = link.predecessor_and_successor
        before, after = in_order or sorted((link.urn, link.linked_urn))
        pair = self._pairs.setdefault(
            (before, after),
            Pair(file=file, line=link.line, predecessor=before, successor=after),
        )
        pair.kinds.add(link.kind)
        if link.established_on:
            pair.dates.add(link.established_on)

    def settle(self) -> None:
        """Sort the links by their sense, once every row is in."""
        linked: dict[str, list[Pair]] = {}
        for (before, after), pair in self._pairs.items():
            if (after, before) in self._pairs or not (pair.merged or pair.plain):
                self.unclear.append(pair)
            else:
                linked.setdefault(after, []).append(pair)
        for after, pairs in linked.items():
            plain = [pair for pair in pairs if not pair.merged]
            if len(plain) == 1:
                self._continued[after] = plain[0]
            united = [pair for pair in pairs if pair.merged or len(plain) > 1]
            if united:
                self._united[after] = united

    @property
    def empty(self) -> bool:
        """Whether no link was given."""
        return not self._rows

    def rows_of(self, file: str) -> int:
        """How many links a file gave."""
        return self._rows[file]

    @property
    def successors(self) -> list[str]:
        """Every URN that follows another one."""
        return list(dict.fromkeys((*self._continued, *self._united)))

    @property
    def predecessors(self) -> frozenset[str]:
        """Every URN that another one follows."""
        return frozenset(before for before, _ in self._pairs)

    def continued(self, urn: str) -> Iterator[Pair]:
        """The chain of predecessors this URN continues alone, the nearest first."""
        met = {urn}
        while (pair := self._continued.get(urn)) and pair.predecessor not in met:
            yield pair
            urn = pair.predecessor
            met.add(urn)

    def united(self, urn: str) -> list[Pair]:
        """The predecessors that went into this URN together with others."""
        return self._united.get(urn, [])


def former(pair: Pair) -> FormerUrn:
    """The predecessor as a URN its successor carried before."""
    return FormerUrn(urn=pair.predecessor, until=pair.on)


def urns(pairs: Iterable[Pair]) -> set[str]:
    """Both URNs of every pair."""
    return {urn for pair in pairs for urn in (pair.predecessor, pair.successor)}
