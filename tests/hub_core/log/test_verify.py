"""Proving that both ends are equal, and saying where and in what they first differ."""

import pytest

from hub_core.log import cloud_event
from hub_core.log.cloud_event import ENVELOPE_VERSION, render, subject_of
from hub_core.log.ledger import Ledger
from hub_core.log.stream import ensure
from hub_core.log.verify import verify


@pytest.fixture
def publish(nats, stream):
    """Write messages into the stream as a relay would, or as none should."""

    async def write(rows, *, version: int = ENVELOPE_VERSION, tamper=lambda message: message):
        await ensure(nats, stream)
        for row, message in zip(rows, render(rows, version=version), strict=True):
            subject = subject_of(row[4], prefix=stream.prefix)
            await nats.jetstream().publish(subject, tamper(message))

    return write


async def test_equal_ends_are_proved_equal(ledger, nats_url, stream, build, publish):
    await build.fill(ledger, 205)
    await publish(await ledger.read(after=0))
    for block in (1, 100, 205, 1_000):
        proof = await verify(ledger, nats_url, stream, block=block)
        assert (proof.ok, proof.head, proof.stream, proof.first_difference) == (
            True,
            205,
            205,
            None,
        )


async def test_an_empty_log_is_equal_to_an_empty_stream(ledger, nats_url, stream, publish):
    await publish([])
    assert (await verify(ledger, nats_url, stream)).ok


@pytest.mark.parametrize("position", [1, 99, 100, 101, 250])
async def test_changed_content_is_found_where_it_is(
    ledger, nats_url, stream, build, publish, position
):
    await build.fill(ledger, 250)
    rows = await ledger.read(after=0)
    await publish(rows[: position - 1])
    await publish(rows[position - 1 : position], tamper=lambda m: m.replace(b"xx", b"xy", 1))
    await publish(rows[position:])
    proof = await verify(ledger, nats_url, stream, block=100)
    assert not proof.ok
    assert proof.first_difference.position == position
    assert "its content differs" in proof.first_difference.sentence


async def test_another_event_is_named(ledger: Ledger, nats_url, stream, build, publish):
    await build.fill(ledger, 30)
    rows = await ledger.read(after=0)
    await publish([*rows[:10], rows[11], rows[10], *rows[12:]])
    proof = await verify(ledger, nats_url, stream)
    assert proof.first_difference.position == 11
    assert str(rows[10][1]) in proof.first_difference.sentence
    assert str(rows[11][1]) in proof.first_difference.sentence


async def test_what_is_not_relayed_is_named(ledger, nats_url, stream, build, publish):
    await build.fill(ledger, 30)
    await publish(await ledger.read(after=0, limit=20))
    proof = await verify(ledger, nats_url, stream)
    assert (proof.ok, proof.head, proof.stream) == (False, 30, 20)
    assert proof.first_difference.position == 21
    assert "hub relay" in proof.first_difference.sentence


async def test_a_stream_ahead_of_the_ledger_is_named(ledger, nats_url, stream, build, publish):
    await build.fill(ledger, 5)
    rows = await ledger.read(after=0)
    await publish([*rows, rows[4]])
    proof = await verify(ledger, nats_url, stream)
    assert (proof.ok, proof.first_difference.position) == (False, 6)
    assert "hub log repair" in proof.first_difference.sentence


async def test_a_missing_stream_is_named(ledger, nats_url, stream):
    proof = await verify(ledger, nats_url, stream)
    assert not proof.ok
    assert "There is no stream" in proof.first_difference.sentence


async def test_a_message_that_is_not_ours_is_named(ledger, nats_url, stream, build, publish):
    await build.fill(ledger, 3)
    await publish(await ledger.read(after=0), tamper=lambda message: b"hello")
    proof = await verify(ledger, nats_url, stream)
    assert proof.first_difference.position == 1
    assert "not written by a relay" in proof.first_difference.sentence


async def test_it_holds_across_a_change_of_the_envelope_version(
    ledger, nats_url, stream, build, publish, monkeypatch
):
    """A second version that differs in one attribute, as a later release may bring."""

    def version_2(rows):
        return [
            message.replace(b',"envelopeversion":1,', b',"more":"yes","envelopeversion":2,', 1)
            for message in cloud_event._version_1(rows)
        ]

    monkeypatch.setitem(cloud_event._RENDERERS, 2, version_2)
    await build.fill(ledger, 60)
    rows = await ledger.read(after=0)
    await publish(rows[:25])
    await publish(rows[25:], version=2)
    for block in (10, 25, 1_000):
        assert (await verify(ledger, nats_url, stream, block=block)).ok
