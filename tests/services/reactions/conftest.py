"""Webhooks as they are: subscribed by the API, followed from the log, delivered to real receivers.

receiver   a subscriber's server on this machine
post       the worker, whose clock a test sets; it follows the ledger itself where no stream is needed
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from careers_hub_client import AsyncClient
from careers_hub_client.operations import identity
from careers_hub_client.types import Organisation as Named
from careers_hub_client.types import Subscribe
from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.log.cloud_event import LogRow
from hub_core.log.ledger import Ledger
from services.reactions.delivering import Deliverer
from services.reactions.following import Follower
from services.reactions.sending import Sender
from tests.builders.api_client import ApiClient
from tests.builders.keyring import new_key
from tests.builders.receiver import Receiver, a_receiver

LOOKS_AFTER = {
    OrganisationKind.INSTITUTION: Role.CAREERS_LEADER,
    OrganisationKind.HUB: Role.HUB_LEAD,
    OrganisationKind.EMPLOYER: Role.EMPLOYER_USER,
}
SEEN_BY_SCHOOLS = (
    "encounters.EncounterProposed.v1",
    "encounters.EncounterConfirmed.v1",
    "activities.ActivityRecorded.v1",
)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as made:
        yield made


class Post:
    """The worker in a test's hands. ``now`` is its clock, which begins at the real time: receivers
    refuse what was not signed lately."""

    def __init__(self, api: ApiClient, sender: Sender) -> None:
        self.api = api
        self.now = datetime.now(UTC)
        self.follower = Follower(Ledger(api.owner), api.owner, clock=lambda: self.now)
        self.deliverer = self.another(sender)

    def another(self, sender: Sender) -> Deliverer:
        """A deliverer that could run in another process."""
        return Deliverer(
            self.api.parts.platform,
            self.api.parts.vault,
            self.api.owner,
            sender,
            clock=lambda: self.now,
        )

    async def follow(self) -> None:
        """Take in what the log holds."""
        at = await self.follower.begin()
        while rows := await Ledger(self.api.owner).read(after=at.position):
            at = await self.follower.take([LogRow(*row.values()) for row in rows], at)

    async def deliver(self) -> None:
        """Follow, then send everything that is due."""
        await self.follow()
        while await self.deliverer.send_due():
            pass

    async def later(self, **more: float) -> None:
        """Some time passes; what is due then is sent."""
        self.now += timedelta(**more)
        await self.deliver()

    async def subscribe(self, kind: str, organisation: str, *topics: str, at: Receiver) -> UUID:
        """Subscribe by the API, as a partner does; its receiver is told the secret."""
        named = msgspec.convert({"kind": kind, "id": organisation}, Named)
        call = identity.subscribe(Subscribe(organisation=named, address=at.address, topics=topics))
        async with AsyncClient(
            "http://hub.test",
            await self.key(kind, organisation),
            transport=httpx.ASGITransport(self.api.app),
        ) as partner:
            answer = await partner.send(call)
        assert answer.told.secret is not None
        at.secrets = [answer.told.secret]
        return answer.told.id

    async def key(self, kind: str, organisation: str) -> str:
        """The key of somebody there who may."""
        owner = Organisation(OrganisationKind(kind), UUID(organisation))
        _, secret = await new_key(self.api.parts.platform, LOOKS_AFTER[owner.kind], owner)
        return secret.text

    async def command(self, what: str, subscription: UUID, kind: str, organisation: str) -> Any:
        """One of the commands that need nothing else: pause, resume, replay, end."""
        body = {"organisation": {"kind": kind, "id": organisation}}
        headers = {"authorization": f"Bearer {await self.key(kind, organisation)}"}
        path = f"identity/webhooks/{subscription}/{what}"
        answer = await self.api.post(path, body, **headers)
        assert answer.is_success, answer.text
        return answer.json()

    async def standing(self, subscription: UUID) -> Any:
        """The subscription's row."""
        return await self.api.owner.fetchrow(
            "select * from webhooks.subscriptions where id = $1", subscription
        )

    async def states(self, subscription: UUID) -> list[tuple[str, int, str | None]]:
        """State, attempts and outcome of each delivery, in the log's order."""
        rows = await self.api.owner.fetch(
            "select state, attempts, outcome from webhooks.deliveries "
            "where subscription = $1 order by position",
            subscription,
        )
        return [tuple(row) for row in rows]


@pytest.fixture
async def post(api: ApiClient) -> AsyncIterator[Post]:
    sender = Sender(loopback=True)
    made = Post(api, sender)
    await made.follow()
    # A test begins with no subscriber of those before it, wherever they subscribed.
    await api.owner.execute("update webhooks.subscriptions set state = 'paused'")
    yield made
    await sender.close()


@asynccontextmanager
async def a_sender(*, loopback: bool = True) -> AsyncIterator[Sender]:
    sender = Sender(loopback=loopback)
    try:
        yield sender
    finally:
        await sender.close()
