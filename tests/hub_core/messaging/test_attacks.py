"""The log under attack by whoever has the password of another part: the stream stays as it is, to the byte,
and who may read it still does."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeout

from hub_core.embedded import embedded_nats, locked_data_folder
from hub_core.log.connection import call, connect
from hub_core.log.stream import LogStream, ensure, state_of
from hub_core.messaging.accounts import READERS as READERS_ACCOUNT
from hub_core.messaging.accounts import Account, Password, User, platform_accounts
from hub_core.messaging.parts import FOLLOWER, MONITOR, RELAY, SERVICES
from tests.builders.attempts import INTO_THE_LOG, Attempt, attempts
from tests.builders.guarded_log import READERS, GuardedLog, guarded_log
from tests.builders.running_hub import eventually

ALL = list(attempts())

#: A reader without any limit on subjects: the wall between the accounts must hold alone.
FREE = User(name="free", password="free", unlimited=True)


def with_a_free_reader(password: Password) -> tuple[Account, ...]:
    """The platform's accounts with one user more among the readers."""
    return tuple(
        msgspec.structs.replace(account, users=(*account.users, FREE))
        if account.name == READERS_ACCOUNT
        else account
        for account in platform_accounts(password)
    )


@pytest.fixture(scope="module")
async def log(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[GuardedLog]:
    """One log for all attempts: what one leaves behind would be seen by the next, and at the end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub_core.embedded.nats.platform_accounts", with_a_free_reader)
        async with guarded_log(tmp_path_factory.mktemp("guarded") / "hub") as found:
            before = await found.contents()
            yield found
            assert await found.contents() == before


async def signed_in(log: GuardedLog, part: str) -> Client:
    """A client of a part's that does as it likes: nothing of ours stands between it and the server."""
    address = log.server.address("free", "free") if part == "free" else log.server.url(part)
    client = await connect(address, name=f"rogue {part}")
    if part in (*READERS, "free"):
        await call(
            client,
            "$JS.API.CONSUMER.CREATE.HUB_LOG.follows",
            {"stream_name": "HUB_LOG", "config": {"name": "follows", "ack_policy": "none"}},
        )
    return client


async def attempt(client: Client, tried: Attempt) -> None:
    """Try it, and wait until the server has taken it in and had time for an answer."""
    await client.publish(
        tried.subject,
        tried.payload,
        reply=tried.reply,
        headers=tried.headers and dict(tried.headers),
    )
    await client.flush()


@pytest.mark.parametrize("part", [*READERS, "free", SERVICES, MONITOR])
@pytest.mark.parametrize("what", sorted({each.what for each in ALL}))
async def test_nobody_else_changes_the_log(log: GuardedLog, part: str, what: str) -> None:
    before = await log.contents()
    client = await signed_in(log, part)
    try:
        for each in ALL:
            if each.what == what:
                await attempt(client, each)
        assert await log.still_reads(FOLLOWER)
        assert await log.contents() == before
    finally:
        await client.close()


def test_what_is_tried_is_many_things() -> None:
    assert len(ALL) > 250
    assert len({each.subject for each in ALL}) > 150
    assert Counter(each.reply for each in ALL)[INTO_THE_LOG] > 20


@pytest.mark.parametrize("part", READERS)
async def test_who_may_read_reads(log: GuardedLog, part: str) -> None:
    assert await log.still_reads(part)


async def test_services_cannot_read_the_log_in_any_way(log: GuardedLog) -> None:
    """Not by asking, and not by listening in on what others are sent."""
    heard: list[str] = []
    services = await connect(log.server.url(SERVICES), name="rogue")

    async def hear(message: object) -> None:
        heard.append(str(message))

    for subject in (
        ">",
        "log.>",
        "_INBOX.>",
        "_INBOX.*.>",
        "_R_.>",
        "$JS.>",
        "HUB_LOG_API.>",
        "*.>",
    ):
        await services.subscribe(subject, cb=hear)
        await services.subscribe(subject, queue="rogue", cb=hear)
    for part in READERS:
        await services.subscribe(f"_INBOX.{part}.>", cb=hear)
    await services.flush()
    with pytest.raises(NatsTimeout):
        await services.request("HUB_LOG_API.STREAM.INFO.HUB_LOG", timeout=0.5)
    for part in READERS:
        assert await log.still_reads(part)
    await services.flush()
    assert heard == []
    await services.close()


async def test_a_runner_tells_that_its_own_figures_changed_and_services_hear_it(
    log: GuardedLog,
) -> None:
    services = await connect(log.server.url(SERVICES), name="test")
    told = await services.subscribe("figures.hub_dashboard")
    others = await services.subscribe("figures.*")
    await services.flush()
    runner, follower = [
        await connect(log.server.url(part), name="test") for part in reversed(READERS)
    ]
    for rogue in (follower, services):
        await rogue.publish("figures.hub_dashboard", b"by a rogue")
        await rogue.flush()
    await runner.publish("figures.another", b"not mine")
    await runner.publish("figures.hub_dashboard", b"changed")
    assert (await told.next_msg(timeout=5)).data == b"changed"
    assert (await others.next_msg(timeout=5)).data == b"changed"
    assert (told.pending_msgs, others.pending_msgs) == (0, 0)
    for client in (runner, follower, services):
        await client.close()


@pytest.mark.parametrize(
    "sign_in",
    [
        {},
        {"user": "relay"},
        {"user": "relay", "pass": ""},
        {"user": "", "pass": ""},
        {"user": "relay", "pass": "{follower}"},
        {"user": "relay", "pass": "{follower}", "account": "LOG"},
        {"user": "LOG", "pass": "{follower}"},
        {"auth_token": "{follower}"},
        {"jwt": "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.e30.", "sig": ""},
        {"nkey": "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4", "sig": ""},
    ],
    ids=str,
)
async def test_nobody_becomes_the_relay_without_its_password(
    log: GuardedLog, sign_in: dict[str, str]
) -> None:
    follower = urlsplit(log.server.url(FOLLOWER)).password or ""
    given = {name: value.replace("{follower}", follower) for name, value in sign_in.items()}
    address = urlsplit(log.server.url(RELAY))
    reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
    assert (await reader.readline()).startswith(b"INFO ")
    writer.write(b"CONNECT " + json.dumps({"verbose": True} | given).encode() + b"\r\n")
    assert await reader.readline() == b"-ERR 'Authorization Violation'\r\n"
    writer.close()
    await writer.wait_closed()


async def test_naming_an_account_at_sign_in_changes_nothing(log: GuardedLog) -> None:
    before = await log.contents()
    address = urlsplit(log.server.url(FOLLOWER))
    reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
    await reader.readline()
    given = {"verbose": True, "user": address.username, "pass": address.password, "account": "LOG"}
    writer.write(b"CONNECT " + json.dumps(given).encode() + b"\r\n")
    answer = await reader.readline()
    # Nothing more is sent before the answer: a server that closes on bytes it has not read resets the
    # connection, and what it said is lost.
    assert answer == b"-ERR 'Authorization Violation'\r\n"
    assert await reader.read() == b""
    assert await log.contents() == before
    writer.close()
    await writer.wait_closed()


async def test_the_relay_may_only_what_it_is_for(log: GuardedLog) -> None:
    before = await log.contents()
    relay = await connect(log.server.url(RELAY), name="rogue")
    heard: list[str] = []

    async def hear(message: object) -> None:
        heard.append(str(message))

    await relay.subscribe("log.>", cb=hear)
    await relay.publish("figures.hub_dashboard", b"forged")
    for other in ("STREAM.CREATE.OTHER", "STREAM.MSG.DELETE.HUB_LOG", "STREAM.PURGE.HUB_LOG"):
        await relay.publish(f"$JS.API.{other}", b'{"name":"OTHER","subjects":["other.>"],"seq":1}')
    await relay.flush()
    assert heard == []
    assert await log.contents() == before
    await relay.close()


async def test_in_one_account_a_reader_that_may_not_publish_would_write(tmp_path: Path) -> None:
    """Why the log has an account of its own: this is what subject permissions alone would let happen."""
    may_ask = ("$JS.API.STREAM.INFO.HUB_LOG",)
    both = Account(
        name="BOTH",
        jetstream=True,
        users=(
            User(name="writer", password="w", unlimited=True),
            User(name="reader", password="r", publish=may_ask, subscribe=("_INBOX.reader.>",)),
        ),
    )
    with locked_data_folder(tmp_path / "hub") as folder:
        async with embedded_nats(folder, beside=[both]) as server:
            writer = await connect(server.address("writer", "w"), name="test")
            reader = await connect(server.address("reader", "r"), name="test")
            await ensure(writer, LogStream())
            await reader.publish(INTO_THE_LOG, b"{}")
            await reader.publish(may_ask[0], b"", reply=INTO_THE_LOG)
            await reader.flush()

            async def written() -> bool:
                found = await state_of(writer, LogStream())
                return found is not None and found.messages == 1

            # The server answers into the log in its own time.
            await eventually(written)
            await reader.close()
            await writer.close()
