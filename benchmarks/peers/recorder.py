"""The peer of append: the eventsourcing package's own PostgreSQL recorder, as its manual uses it."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from benchmarks.peers.address import parts_of

#: One event a stream: (stream, topic, state), as ours.
Events = Sequence[tuple[UUID, str, bytes]]


def datastore(address: str, *, connections: int) -> PostgresDatastore:
    """A datastore of the package on this database."""
    named = parts_of(address)
    return PostgresDatastore(
        dbname=named["POSTGRES_DBNAME"],
        host=named["POSTGRES_HOST"],
        port=named["POSTGRES_PORT"],
        user=named["POSTGRES_USER"],
        password=named["POSTGRES_PASSWORD"],
        pool_size=connections,
        max_overflow=connections,
    )


def append_rate(address: str, events: Events, *, callers: int) -> float:
    """Events a second with this many callers, each appending one event at a time."""
    with datastore(address, connections=callers) as store:
        recorder = PostgresApplicationRecorder(store)
        recorder.create_table()
        shares = [events[caller::callers] for caller in range(callers)]
        with ThreadPoolExecutor(callers) as pool:
            # Connections are opened before the clock starts.
            list(pool.map(lambda _: recorder.max_notification_id(), range(callers)))
            began = time.perf_counter()
            list(pool.map(lambda share: _append_each(recorder, share), shares))
            return len(events) / (time.perf_counter() - began)


def _append_each(recorder: PostgresApplicationRecorder, share: Events) -> None:
    for stream_id, topic, state in share:
        recorder.insert_events(
            [StoredEvent(originator_id=stream_id, originator_version=1, topic=topic, state=state)]
        )
