"""Append, read, relay and project in any order, with faults in between, against a plain list.

The model is a list of what was accepted. Whatever hypothesis makes of the steps, the ledger must hold that
list, the stream must hold it again up to where it has come, and the read model must be its fold.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hub_core.embedded import Servers
from hub_core.log.agreement import Diverged, repair
from hub_core.log.connection import while_connected
from hub_core.log.ledger import (
    Append,
    Claim,
    ClaimTaken,
    KeyReused,
    Ledger,
    NewEvent,
    Repeated,
    VersionConflict,
    Written,
)
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream, state_of
from hub_core.log.verify import verify
from hub_core.log.writer import Writer
from hub_core.migrations import migrate
from projections import checkpoints
from projections.checkpoints import MIGRATIONS
from projections.rebuild import rebuild
from projections.runner import Runner
from tests.builders.ledger_events import ENVELOPE
from tests.builders.tallies import roll_event, tallies_of, tally_projection

STREAMS = [UUID(int=n) for n in range(1, 5)]
SCHOOLS = [UUID(int=n) for n in range(101, 104)]
stream = st.sampled_from(range(len(STREAMS)))
school = st.sampled_from(range(len(SCHOOLS)))


class Machine(RuleBasedStateMachine):
    """One log from ledger to read model, and the list it must be equal to."""

    servers: Servers
    template: str
    nats_url: str

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        #: (event id, stream, version, institution, learners) in order.
        self.accepted: list[tuple[UUID, UUID, int, UUID, int]] = []
        self.claims: dict[str, UUID] = {}
        self.commands: dict[UUID, tuple[bytes, bytes]] = {}
        self.do(self._open())

    def do(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(coroutine)

    async def _open(self) -> None:
        self.name = f"machine_{uuid4().hex[:12]}"
        superuser = await asyncpg.connect(self.servers.postgres.superuser_url)
        await superuser.execute(f"create database {self.name} template {self.template} owner hub")
        await superuser.close()
        address = self.servers.postgres.address("hub", self.name)
        await migrate(address, [MIGRATIONS])
        self.pool = await asyncpg.create_pool(address, min_size=1, max_size=8)
        self.ledger = Ledger(self.pool)
        name = f"TEST_{self.name}"
        self.stream = LogStream(name=name, prefix=f"log-{name}")
        self.projection = tally_projection()

    def teardown(self) -> None:
        if hasattr(self, "pool"):
            self.do(self._close())
        if hasattr(self, "loop"):
            self.loop.close()

    async def _close(self) -> None:
        await self._relay_up()
        proof = await verify(self.ledger, self.nats_url, self.stream)
        assert proof.ok, proof.first_difference
        await while_connected(self.nats_url, self._delete_stream, name="test")
        await self.pool.close()
        superuser = await asyncpg.connect(self.servers.postgres.superuser_url)
        await superuser.execute(f"drop database {self.name} with (force)")
        await superuser.close()

    async def _delete_stream(self, client: Any) -> None:
        if await state_of(client, self.stream) is not None:
            await client.jetstream().delete_stream(self.stream.name)

    # Append

    def _version(self, which: int) -> int:
        return sum(1 for event in self.accepted if event[1] == STREAMS[which]) + 1

    def _command(self, events: list[NewEvent], **more: Any) -> Append:
        return Append(events=events, envelope=ENVELOPE, **more)

    def _event(self, which: int, version: int, at: int, learners: int) -> NewEvent:
        return roll_event(
            stream=STREAMS[which], version=version, institution=SCHOOLS[at], learners=learners
        )

    def _accept(self, events: list[NewEvent], learners: int) -> None:
        self.accepted += [
            (e.event_id, e.stream_id, e.version, e.institution, learners)  # type: ignore[misc]
            for e in events
        ]

    @rule(which=st.sets(stream, min_size=1), at=school, learners=st.integers(0, 40))
    def append(self, which: set[int], at: int, learners: int) -> None:
        """A command over several streams is taken whole."""
        events = [self._event(n, self._version(n), at, learners) for n in sorted(which)]
        [outcome] = self.do(self.ledger.append([self._command(events)]))
        assert isinstance(outcome, Written)
        assert outcome.last == len(self.accepted) + len(events)
        self._accept(events, learners)

    @rule(which=st.sets(stream, min_size=1, max_size=3), stale=stream, at=school)
    def append_stale(self, which: set[int], stale: int, at: int) -> None:
        """One stale version refuses the whole command."""
        versions = {n: self._version(n) for n in which | {stale}}
        versions[stale] += 1  # nobody has written the one before
        events = [self._event(n, version, at, 1) for n, version in versions.items()]
        [outcome] = self.do(self.ledger.append([self._command(events)]))
        assert outcome == VersionConflict(stream_id=STREAMS[stale], version=versions[stale])

    @rule(which=stream, at=school, names=st.lists(st.sampled_from("abc"), min_size=2, max_size=4))
    def append_a_group(self, which: int, at: int, names: list[str]) -> None:
        """Rivals for claims in one group commit: one winner each, and the others go on."""

        async def all_at_once() -> list[Any]:
            async with Writer(self.ledger) as writer:
                return await asyncio.gather(*(writer.append(command) for command in commands))

        holders = [uuid4() for _ in names]
        # Each on a stream of its own: they are rivals for the claim alone.
        events = [
            roll_event(stream=holder, version=1, institution=SCHOOLS[at], learners=2)
            for holder in holders
        ]
        commands = [
            self._command([event], take=[Claim(name, holder)])
            for event, name, holder in zip(events, names, holders, strict=True)
        ]
        outcomes = self.do(all_at_once())
        won = []
        for event, name, holder, outcome in zip(events, names, holders, outcomes, strict=True):
            if name in self.claims and not isinstance(outcome, Written):
                assert outcome == ClaimTaken(key=name, holder=self.claims[name])
            else:
                assert isinstance(outcome, Written)
                assert name not in self.claims
                self.claims[name] = holder
                won.append((outcome.last, event))
        for _, event in sorted(won, key=lambda each: each[0]):
            self._accept([event], 2)

    @rule(which=stream, at=school, again=st.booleans(), another=st.booleans())
    def append_with_a_key(self, which: int, at: int, again: bool, another: bool) -> None:
        """The same command has the same answer; with another request it is refused."""
        if again and self.commands:
            key, (fingerprint, answer) = next(iter(self.commands.items()))
            events = [self._event(which, self._version(which), at, 3)]
            command = self._command(
                events, key=key, fingerprint=b"another" if another else fingerprint, answer=b"new"
            )
            [outcome] = self.do(self.ledger.append([command]))
            if another:
                assert outcome == KeyReused()
            else:
                assert isinstance(outcome, Repeated)
                assert outcome.answer == answer
            return
        key, answer = uuid4(), uuid4().bytes
        events = [self._event(which, self._version(which), at, 3)]
        command = self._command(events, key=key, fingerprint=b"request", answer=answer)
        [outcome] = self.do(self.ledger.append([command]))
        assert isinstance(outcome, Written)
        self.commands[key] = (b"request", answer)
        self._accept(events, 3)

    @rule(which=stream, at=school)
    def append_and_lose_the_reply(self, which: int, at: int) -> None:
        """The connection dies; whether it was written shows when the same command comes again."""
        key = uuid4()
        events = [self._event(which, self._version(which), at, 4)]
        command = self._command(events, key=key, fingerprint=b"request", answer=b"first")

        async def lose() -> Any:
            async with asyncpg.create_pool(
                self.servers.postgres.address("hub", self.name), min_size=1, max_size=1
            ) as doomed:
                async with doomed.acquire() as connection:
                    pid = await connection.fetchval("select pg_backend_pid()")
                writing = asyncio.create_task(Ledger(doomed).append([command]))
                await self.pool.execute("select pg_terminate_backend($1)", pid)
                await asyncio.gather(writing, return_exceptions=True)
            [outcome] = await self.ledger.append([command])
            return outcome

        outcome = self.do(lose())
        assert isinstance(outcome, Written | Repeated)
        assert outcome.last == len(self.accepted) + 1
        self.commands[key] = (b"request", b"first")
        self._accept(events, 4)

    # Relay

    async def _relay_up(self) -> None:
        relay = Relay(self.ledger, self.nats_url, self.stream)
        relaying = asyncio.create_task(relay.run())
        head = len(self.accepted)
        try:
            # The first agreement makes the stream, also when there is nothing to publish.
            while not (  # noqa: ASYNC110 - a relay tells nobody
                relaying.done() or await self._has_come_to(relay, head)
            ):
                await asyncio.sleep(0.005)
            if relaying.done():
                relaying.result()
        finally:
            relaying.cancel()
            await asyncio.gather(relaying, return_exceptions=True)

    async def _has_come_to(self, relay: Relay, head: int) -> bool:
        if relay.position < head:
            return False
        found = await while_connected(
            self.nats_url, lambda client: state_of(client, self.stream), name="test"
        )
        return found is not None and found.last_seq == head

    @rule()
    def relay(self) -> None:
        self.do(self._relay_up())

    @rule(milliseconds=st.integers(0, 12))
    def relay_killed(self, milliseconds: int) -> None:
        """Rivals, both cut off at some point."""

        async def cut_short() -> None:
            rivals = [
                asyncio.create_task(Relay(self.ledger, self.nats_url, self.stream).run())
                for _ in range(2)
            ]
            await asyncio.sleep(milliseconds / 1_000)
            for rival in rivals:
                rival.cancel()
            await asyncio.gather(*rivals, return_exceptions=True)

        self.do(cut_short())

    @rule()
    def delete_the_stream(self) -> None:
        self.do(while_connected(self.nats_url, self._delete_stream, name="test"))

    @precondition(lambda self: self.accepted)
    @rule(keep=st.floats(0, 1), outgrow=st.integers(0, 3), at=school)
    def restore_the_ledger(self, keep: float, outgrow: int, at: int) -> None:
        """To an earlier point, under the stream: refused where they differ, and repaired."""
        self.do(self._restore(int(len(self.accepted) * keep), outgrow, at))

    async def _restore(self, kept: int, outgrow: int, at: int) -> None:
        await self._relay_up()
        superuser = await asyncpg.connect(self.servers.postgres.address("postgres", self.name))
        await superuser.execute("set session_replication_role = replica")
        await superuser.execute("delete from ledger.events where position > $1", kept)
        await superuser.execute("delete from ledger.commands where last_position > $1", kept)
        await superuser.close()
        differs = kept < len(self.accepted)
        self.accepted = self.accepted[:kept]
        rows = await self.pool.fetch("select key from ledger.commands")
        held = {UUID(str(row[0])) for row in rows}
        self.commands = {key: kept for key, kept in self.commands.items() if key in held}
        for _ in range(outgrow):
            events = [self._event(0, self._version(0), at, 5)]
            [outcome] = await self.ledger.append([self._command(events)])
            assert isinstance(outcome, Written)
            self._accept(events, 5)
        if differs:
            with pytest.raises(Diverged, match="hub log repair"):
                await Relay(self.ledger, self.nats_url, self.stream).run()
        before = await self.ledger.incarnation()
        repaired = await while_connected(
            self.nats_url,
            lambda client: repair(client, self.ledger, self.stream, restored=True),
            name="test",
        )
        assert repaired.incarnation != before
        assert (repaired.difference is not None) == differs

    # Project

    @rule()
    def project(self) -> None:
        self.do(self._project())

    async def _project(self) -> None:
        await Runner(self.projection, ledger=self.ledger, pool=self.pool).catch_up()
        await self._compare_read_model()

    @rule(milliseconds=st.integers(0, 12))
    def project_killed(self, milliseconds: int) -> None:
        """Two runners at once, both cut off at some point; what stands is a fold of what was taken."""

        async def cut_short() -> None:
            runners = [
                asyncio.create_task(
                    Runner(self.projection, ledger=self.ledger, pool=self.pool).catch_up()
                )
                for _ in range(2)
            ]
            await asyncio.sleep(milliseconds / 1_000)
            for runner in runners:
                runner.cancel()
            await asyncio.gather(*runners, return_exceptions=True)
            await self._compare_read_model()

        self.do(cut_short())

    @rule()
    def rebuild(self) -> None:
        async def again() -> None:
            await rebuild(self.projection, ledger=self.ledger, pool=self.pool)
            await self._compare_read_model()

        self.do(again())

    async def _compare_read_model(self) -> None:
        found = await checkpoints.current(self.pool, self.projection.name)
        if found is None or found.incarnation != await self.ledger.incarnation():
            return  # none yet, or one of an earlier life, which nobody may use
        folded: dict[UUID, tuple[int, int]] = {}
        for _, _, _, institution, learners in self.accepted[: found.position]:
            rolls, sum_of = folded.get(institution, (0, 0))
            folded[institution] = (rolls + 1, sum_of + learners)
        assert await tallies_of(self.pool) == folded

    @invariant()
    def the_ledger_is_the_list(self) -> None:
        if not hasattr(self, "pool"):
            return
        rows = self.do(self.ledger.read(after=0))
        assert [row["position"] for row in rows] == list(range(1, len(self.accepted) + 1))
        assert [(row["event_id"], row["stream_id"], row["version"]) for row in rows] == [
            event[:3] for event in self.accepted
        ]


def machine(servers: Servers, template: str, nats_url: str) -> type[Machine]:
    return type(
        "OnServers", (Machine,), {"servers": servers, "template": template, "nats_url": nats_url}
    )


CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


async def test_the_log_is_a_plain_list_whatever_happens(servers, ledger_template, nats_url) -> None:
    profile = settings(
        max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=CHECKS
    )
    await asyncio.to_thread(
        run_state_machine_as_test, machine(servers, ledger_template, nats_url), settings=profile
    )


@pytest.mark.long
async def test_it_is_one_for_a_long_time(servers, ledger_template, nats_url) -> None:
    profile = settings(
        max_examples=120, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS
    )
    await asyncio.to_thread(
        run_state_machine_as_test, machine(servers, ledger_template, nats_url), settings=profile
    )
