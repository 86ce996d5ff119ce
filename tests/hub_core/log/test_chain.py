"""Chains: every row once, in order, bounded, in words that the server understands as we meant them."""

from uuid import uuid4

from hub_core.log import chain as chain_module
from hub_core.log.chain import chains
from hub_core.log.cloud_event import render
from hub_core.log.connection import connect, send


async def test_rows_are_split_into_runs_of_bounded_length_and_bytes(ledger, build, monkeypatch):
    monkeypatch.setattr(chain_module, "LENGTH", 40)
    await build.fill(ledger, 100)
    rows = await ledger.read(after=0)
    assert [(c.last, c.length) for c in chains(rows, prefix="log", reply="inbox")] == [
        (40, 40),
        (80, 40),
        (100, 20),
    ]
    monkeypatch.setattr(chain_module, "BYTES", sum(len(row["data"]) for row in rows[:30]))
    lengths = [c.length for c in chains(rows, prefix="log", reply="inbox")]
    assert lengths == [30, 30, 30, 10]


async def test_no_rows_make_no_chain():
    assert list(chains([], prefix="log", reply="inbox")) == []


async def test_the_server_reads_a_chain_as_the_messages_it_was_made_of(ledger, build, nats_url):
    """Also the test of ``send``: it would fail if nats-py no longer had what that calls."""
    await build.fill(ledger, 3)
    rows = await ledger.read(after=0)
    prefix = f"test-{uuid4()}"
    sender = await connect(nats_url, name="test", on_lost=lambda: None)
    receiver = await connect(nats_url, name="test")
    try:
        arriving = await receiver.subscribe(f"{prefix}.>")
        await receiver.flush()
        (chain,) = chains(rows, prefix=prefix, reply="inbox")
        await send(sender, chain.protocol)
        messages = [await arriving.next_msg(timeout=5) for _ in rows]
    finally:
        await sender.close()
        await receiver.close()
    assert [message.data for message in messages] == render(rows)
    assert [message.headers for message in messages] == [
        {"Nats-Expected-Last-Sequence": str(n)} for n in range(3)
    ]
    assert {message.subject for message in messages} == {f"{prefix}.encounters.EncounterDelivered"}
    assert [message.reply for message in messages] == ["", "", "inbox"]
