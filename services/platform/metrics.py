"""What Prometheus is told of the log and its read models, on a port of its own.

The rule: this port is for the operator's network and never mounted with the services; it says how much and
how late, and names no institution.
"""

from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from projections.operations import Operations, ReadModel, operations

#: Name, what it is, and its value, for each read model.
OF_A_READ_MODEL: tuple[tuple[str, str, Callable[[ReadModel], float]], ...] = (
    ("hub_projection_position", "Position of the checkpoint", lambda m: m.position),
    ("hub_projection_lag_events", "Events of the log not taken yet", lambda m: m.lag_events),
    (
        "hub_projection_lag_seconds",
        "Seconds the oldest event not taken has waited",
        lambda m: m.lag_seconds,
    ),
    (
        "hub_projection_events_per_second",
        "Events taken a second over the last seconds",
        lambda m: m.events_per_second,
    ),
    ("hub_projection_parked", "Institutions whose figures stand still", lambda m: m.parked),
    (
        "hub_projection_rebuild_done_events",
        "Events folded by the rebuild at work; absent without one",
        lambda m: m.rebuild.filled if m.rebuild else float("nan"),
    ),
    (
        "hub_projection_rebuild_total_events",
        "Events the rebuild at work goes up to; absent without one",
        lambda m: m.rebuild.filling_to or m.rebuild.filled if m.rebuild else float("nan"),
    ),
)


class _Exposed(Collector):
    def __init__(self, found: Operations) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        yield CounterMetricFamily(
            "hub_ledger_events", "Events in the ledger", value=found.ledger_head
        )
        yield GaugeMetricFamily(
            "hub_relay_up", "Whether a relay was heard of lately", value=found.relay_works
        )
        if found.stream_head is not None:
            yield GaugeMetricFamily(
                "hub_stream_head", "Last sequence of the stream", value=found.stream_head
            )
            yield GaugeMetricFamily(
                "hub_relay_lag_events",
                "Events of the ledger the stream is not known to hold",
                value=found.relay_lag or 0,
            )
        version = GaugeMetricFamily(
            "hub_projection_version",
            "1 for the version in use",
            labels=["projection", "version"],
        )
        for model in found.read_models:
            version.add_metric([model.name, model.version], 1)
        yield version
        for name, what, value in OF_A_READ_MODEL:
            family = GaugeMetricFamily(name, what, labels=["projection"])
            for model in found.read_models:
                if (number := value(model)) == number:  # not NaN: there is something to tell
                    family.add_metric([model.name], number)
            yield family


def exposition(found: Operations) -> bytes:
    """The text Prometheus scrapes."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Exposed(found))
    return generate_latest(registry)


class MetricsApplication:
    """Answers GET /metrics and nothing else (ASGI)."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        if scope["path"] != "/metrics" or scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 404, b"Only /metrics is here.\n", "text/plain; charset=utf-8")
            return
        async with self._pool.acquire() as connection:
            found = await operations(connection)
        await _answer(send, 200, exposition(found), CONTENT_TYPE_LATEST)


async def _answer(send: Any, status: int, body: bytes, kind: str) -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
