"""Links between institutions that are known here: URNs they carried before, and who went into whom.

The rule: what a link says is recorded when both sides agree with it; an institution that is open here is
never taken for one that has been replaced.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from uuid import UUID

from msgspec.structs import replace

from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.institution import Institution
from hub_core.membership.keys import urn_key
from hub_core.membership.sync import Sighting
from services.platform.gias_import.findings import Findings
from services.platform.gias_import.link_findings import (
    both_open,
    continued_elsewhere,
    nothing_to_unite,
    successor_unknown,
    unclear,
)
from services.platform.gias_import.successions import Pair, Successions, former, urns

#: Successors looked at in one round trip.
PAGE = 2_000

#: What is to be said, and the link that says it.
Told = tuple[Pair, Sighting]


class Follow:
    """Follows the links of one import: first :meth:`former_urns`, then :meth:`unions`.

    In that order, since a URN that leads here by the first may be what a union is about.
    """

    def __init__(
        self,
        ledger: Ledger,
        successions: Successions,
        *,
        still_open: frozenset[str],
        findings: Findings,
    ) -> None:
        self._ledger = ledger
        self._successions = successions
        self._still_open = still_open
        self._findings = findings
        self._holders: dict[str, UUID] = {}
        self._institutions: dict[UUID, Institution] = {}

    async def former_urns(self) -> list[Told]:
        """URNs nobody holds that institutions known here carried before."""
        told: list[Told] = []
        async for page in self._pages():
            new = {urn: pairs for urn in page if (pairs := self._unrecorded(urn))}
            await self._load(filter(None, map(self._holder, new)))
            for urn, pairs in new.items():
                sighting = self._sighting(urn)
                formers = tuple(former(pair) for pair in pairs)
                told.append((pairs[0], replace(sighting, former_urns=formers)))
        return told

    async def unions(self) -> list[Told]:
        """Institutions that went into another one; what cannot be followed goes to the findings."""
        told: list[Told] = []
        async for page in self._pages():
            await self._load(self._apart(page))
            for urn in page:
                if pairs := self._to_unite(urn):
                    days = [pair.on for pair in pairs if pair.on]
                    sighting = replace(
                        self._sighting(urn),
                        since=max(days, default=None),
                        merged_urns=tuple(pair.predecessor for pair in pairs),
                    )
                    told.append((pairs[0], sighting))
        await self._report_unclear()
        return told

    async def _pages(self) -> AsyncIterator[list[str]]:
        """Successors a page at a time, with the holders of all URNs their links name."""
        successors = self._successions.successors
        for start in range(0, len(successors), PAGE):
            page = successors[start : start + PAGE]
            pairs = [
                pair
                for urn in page
                for pair in (*self._successions.continued(urn), *self._successions.united(urn))
            ]
            self._holders = await self._ledger.holders([urn_key(urn) for urn in urns(pairs)])
            yield page

    async def _load(self, institutions: Iterable[UUID]) -> None:
        self._institutions = await load_many(self._ledger, Institution, institutions)

    def _holder(self, urn: str) -> UUID | None:
        return self._holders.get(urn_key(urn))

    def _direct(self, urn: str) -> list[Pair]:
        """Its own links: those further back belong to its predecessor."""
        return [*islice(self._successions.continued(urn), 1), *self._successions.united(urn)]

    def _unrecorded(self, urn: str) -> list[Pair]:
        """The part of its chain, up to the nearest that is another's or still open, nobody holds."""
        if (own := self._holder(urn)) is None:
            return []
        chain = takewhile(
            lambda pair: (
                self._holder(pair.predecessor) in (None, own)
                and pair.predecessor not in self._still_open
            ),
            self._successions.continued(urn),
        )
        return [pair for pair in chain if self._holder(pair.predecessor) is None]

    def _apart(self, page: Sequence[str]) -> Iterator[UUID]:
        """Institutions at both ends of links that are two here."""
        for urn in page:
            own = self._holder(urn)
            others = {self._holder(pair.predecessor) for pair in self._direct(urn)} - {own, None}
            if own is not None and others:
                yield own
                yield from (other for other in others if other is not None)

    def _to_unite(self, urn: str) -> list[Pair]:
        own = self._holder(urn)
        united = []
        for pair in self._direct(urn):
            before = self._holder(pair.predecessor)
            if own is None:
                self._findings.add(successor_unknown(pair, known=before is not None))
            elif before is None and pair in self._successions.united(urn):
                self._findings.add(nothing_to_unite(pair))
            elif before not in (None, own) and self._may_unite(pair, own):
                united.append(pair)
        return united

    def _may_unite(self, pair: Pair, own: UUID) -> bool:
        """Whether the predecessor, an institution of its own here, can go into its successor now."""
        holder = self._holder(pair.predecessor)
        assert holder is not None
        before = self._institutions[holder]
        if before.successor == own:
            return False
        merger = pair in self._successions.united(pair.successor)
        if before.successor is not None or before.urn != pair.predecessor:
            self._findings.add(continued_elsewhere(pair))
        elif pair.predecessor in self._still_open or not (merger or before.closed_on):
            self._findings.add(both_open(pair))
        else:
            return True
        return False

    def _sighting(self, urn: str) -> Sighting:
        """What is known, seen again."""
        own = self._holder(urn)
        assert own is not None
        known = self._institutions[own]
        return Sighting(urn=known.urn, ukprn=known.ukprn, details=known.details)

    async def _report_unclear(self) -> None:
        pairs = self._successions.unclear
        holders = await self._ledger.holders([urn_key(urn) for urn in urns(pairs)])
        for pair in pairs:
            held = {holders.get(urn_key(urn)) for urn in (pair.predecessor, pair.successor)}
            if None not in held and len(held) == 2:
                self._findings.add(unclear(pair))
