"""Sentences for links that could not be followed, each with what to do.

The rule: a finding names both URNs, the one before first.
"""

from msgspec.structs import replace

from hub_core.membership.institution_commands import SyncOutcome
from services.platform.gias_import.findings import Finding
from services.platform.gias_import.successions import Pair


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
    return replace(finding, group=f"Link refused: {kind}.")


def successor_unknown(pair: Pair, *, known: bool) -> Finding:
    """The finding of a link whose later institution has not been imported."""
    if not known:
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


def nothing_to_unite(pair: Pair) -> Finding:
    """The finding of a merger of an institution that was never here."""
    return _finding(
        pair,
        reason=f"URN {pair.predecessor}, which merged into {pair.successor} with others, is not "
        "known here.",
        remedy="Nothing to do: there is no history to bring along.",
    )


def both_open(pair: Pair) -> Finding:
    """The finding of a link between two institutions of which neither has ended."""
    return _finding(
        pair,
        reason=f"URN {pair.predecessor} is still open here beside its successor {pair.successor}.",
        remedy="Nothing was joined. If it has closed, import establishments that say so with the "
        "links, or merge the two by hand.",
    )


def unclear(pair: Pair) -> Finding:
    """The finding of a link whose wording leaves open what it means."""
    return _finding(
        pair,
        reason=f"“{' / '.join(sorted(pair.kinds))}” does not say which of "
        f"{pair.predecessor} and {pair.successor} continues the other.",
        remedy="Nothing was joined. Merge the two by hand if one ended.",
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
