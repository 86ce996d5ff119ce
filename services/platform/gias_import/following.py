"""Links between institutions that are known here: URNs they carried before, and who went into whom.

The rule: what a link says is recorded when both sides agree with it; an institution that is open here is
never taken for one that has been replaced.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct, field

from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.institution import Institution
from hub_core.membership.institution_commands import SyncOutcome
from hub_core.membership.keys import urn_key
from hub_core.membership.sync import Sighting
from services.platform.gias_import.findings import Finding, Findings
from services.platform.gias_import.successions import Pair, Successions, former, urns

#: Successors looked at in one round trip.
PAGE = 2_000


class _Page(Struct, kw_only=True):
    """A page of successors, with all that is known of them and their predecessors."""

    holders: Mapping[str, UUID]
    institutions: Mapping[UUID, Institution]
    still_open: frozenset[str]
    findings: Findings

    def holder(self, urn: str) -> UUID | None:
        return self.holders.get(urn_key(urn))


class _Joined(Struct, kw_only=True):
    """What the links of one institution come to."""

    continued: list[Pair] = field(default_factory=list)
    united: list[Pair] = field(default_factory=list)


async def sightings(
    ledger: Ledger, successions: Successions, still_open: frozenset[str], findings: Findings
) -> list[tuple[Pair, Sighting]]:
    """What the links say that is not recorded yet, each with the link it is told by."""
    told: list[tuple[Pair, Sighting]] = []
    successors = successions.successors
    for start in range(0, len(successors), PAGE):
        page = successors[start : start + PAGE]
        pairs = [pair for urn in page for pair in _pairs(urn, successions)]
        holders = await ledger.holders([urn_key(urn) for urn in urns(pairs)])
        known = _Page(
            holders=holders,
            institutions=await load_many(ledger, Institution, _to_load(page, successions, holders)),
            still_open=still_open,
            findings=findings,
        )
        for urn in page:
            told.extend(_told_of(urn, successions, known))
    await _report_unclear(ledger, successions.unclear, findings)
    return told


def continued_elsewhere(pair: Pair) -> Finding:
    """The finding of a link whose predecessor another institution has continued."""
    return _finding(
        pair,
        reason=f"URN {pair.predecessor} leads to another institution already, which continued it.",
        remedy="If that one is wrong, merge the two institutions by hand.",
    )


def refused(pair: Pair, outcome: SyncOutcome) -> Finding:
    """The finding of a link whose institutions would not have it."""
    finding = _finding(
        pair, reason=outcome.detail, remedy="Nothing was joined. Look at both institutions."
    )
    kind = outcome.kind.replace("-", " ")
    return msgspec.structs.replace(finding, group=f"Link refused: {kind}.")


def _pairs(urn: str, successions: Successions) -> Iterator[Pair]:
    yield from successions.continued(urn)
    yield from successions.united(urn)


def _to_load(
    page: Sequence[str], successions: Successions, holders: Mapping[str, UUID]
) -> Iterator[UUID]:
    """Institutions of whose links something may not be recorded yet."""
    for urn in page:
        own = holders.get(urn_key(urn))
        if own is None:
            continue
        continued = [holders.get(urn_key(pair.predecessor)) for pair in successions.continued(urn)]
        united = [holders.get(urn_key(pair.predecessor)) for pair in successions.united(urn)]
        if any(before != own for before in continued) or any(
            before not in (None, own) for before in united
        ):
            yield own
            yield from (before for before in (*continued, *united) if before is not None)


def _told_of(urn: str, successions: Successions, page: _Page) -> Iterator[tuple[Pair, Sighting]]:
    own = page.holder(urn)
    if own is None:
        for pair in (*list(successions.continued(urn))[:1], *successions.united(urn)):
            page.findings.add(_successor_unknown(pair, known=page.holder(pair.predecessor)))
        return
    joined = _Joined()
    for pair in successions.continued(urn):
        before = page.holder(pair.predecessor)
        if before not in (None, own):
            if _may_unite(pair, own, page, only_closed=True):
                joined.united.append(pair)
            break
        if pair.predecessor in page.still_open:
            break
        if before is None:
            joined.continued.append(pair)
    for pair in successions.united(urn):
        if page.holder(pair.predecessor) is None:
            page.findings.add(_nothing_to_unite(pair))
        elif page.holder(pair.predecessor) != own and _may_unite(pair, own, page):
            joined.united.append(pair)
    if joined.continued or joined.united:
        first = (*joined.continued, *joined.united)[0]
        yield first, _sighting(page.institutions[own], joined)


def _may_unite(pair: Pair, own: UUID, page: _Page, *, only_closed: bool = False) -> bool:
    """Whether the predecessor, an institution of its own here, can go into its successor now."""
    holder = page.holder(pair.predecessor)
    assert holder is not None
    before = page.institutions[holder]
    if before.successor == own:
        return False
    if before.successor is not None or before.urn != pair.predecessor:
        page.findings.add(continued_elsewhere(pair))
        return False
    if pair.predecessor in page.still_open or (only_closed and before.closed_on is None):
        page.findings.add(_both_open(pair))
        return False
    return True


def _sighting(institution: Institution, joined: _Joined) -> Sighting:
    days = [pair.on for pair in joined.united if pair.on]
    return Sighting(
        urn=institution.urn,
        ukprn=institution.ukprn,
        details=institution.details,
        since=max(days, default=None),
        former_urns=tuple(former(pair) for pair in joined.continued),
        merged_urns=tuple(pair.predecessor for pair in joined.united),
    )


async def _report_unclear(ledger: Ledger, pairs: Sequence[Pair], findings: Findings) -> None:
    holders = await ledger.holders([urn_key(urn) for urn in urns(pairs)])
    for pair in pairs:
        held = {holders.get(urn_key(urn)) for urn in (pair.predecessor, pair.successor)}
        if None not in held and len(held) == 2:
            findings.add(
                _finding(
                    pair,
                    reason=f"“{' / '.join(sorted(pair.kinds))}” does not say which of "
                    f"{pair.predecessor} and {pair.successor} continues the other.",
                    remedy="Nothing was joined. Merge the two by hand if one ended.",
                )
            )


def _successor_unknown(pair: Pair, *, known: UUID | None) -> Finding:
    if known is None:
        return _finding(
            pair,
            reason=f"Neither URN {pair.predecessor} nor its successor {pair.successor} is known here.",
            remedy="Nothing to do, unless you miss one of them: then import the establishments "
            "that hold it together with the links.",
        )
    return _finding(
        pair,
        reason=f"URN {pair.predecessor} is known here, its successor {pair.successor} is not.",
        remedy="Import the establishments that hold the successor together with the links: then "
        "the institution keeps its history.",
    )


def _nothing_to_unite(pair: Pair) -> Finding:
    return _finding(
        pair,
        reason=f"URN {pair.predecessor}, which merged into {pair.successor} with others, is not "
        "known here.",
        remedy="Nothing to do: there is no history to bring along.",
    )


def _both_open(pair: Pair) -> Finding:
    return _finding(
        pair,
        reason=f"URN {pair.predecessor} is still open here beside its successor {pair.successor}.",
        remedy="Nothing was joined. If it has closed, import establishments that say so with the "
        "links, or merge the two by hand.",
    )


def _finding(pair: Pair, *, reason: str, remedy: str) -> Finding:
    return Finding(
        file=pair.file,
        line=pair.line,
        column="LinkURN",
        value=f"{pair.predecessor} → {pair.successor}",
        reason=reason,
        remedy=remedy,
    )
