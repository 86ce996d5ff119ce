"""What every bench prints: one object, each figure beside a peer and a limit measured in the same run."""

import resource
from collections.abc import Sequence

import msgspec


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. ``peer`` is what others do, ``limit`` what the machine allows; null where none applies."""

    metric: str
    value: float
    unit: str
    peer: float | None = None
    times_peer: float | None = None
    limit: float | None = None
    of_limit: float | None = None
    peak_rss_mb: float | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one bench has measured. ``finding`` says in a sentence what was asked of it."""

    bench: str
    results: tuple[Result, ...]
    finding: str | None = None


def report(bench: str, results: Sequence[Result], *, finding: str | None = None) -> Report:
    """The object a bench prints."""
    return Report(bench=bench, results=tuple(results), finding=finding)


def result(
    metric: str, value: float, unit: str, *, peer: float | None = None, limit: float | None = None
) -> Result:
    """A figure with its ratios, and the most memory this process has had resident so far."""
    return Result(
        metric=metric,
        value=round(value, 1),
        unit=unit,
        peer=None if peer is None else round(peer, 1),
        times_peer=None if peer is None else round(value / peer, 2),
        limit=None if limit is None else round(limit, 1),
        of_limit=None if limit is None else round(value / limit, 3),
        peak_rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
