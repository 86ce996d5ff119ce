"""Links as they are kept: only the right token opens one, and only as long as it is open."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.access import Organisation, OrganisationKind
from hub_core.identity.links.purposes import PURPOSES, LinkPurpose
from hub_core.identity.links.store import TOKEN_LENGTH, Links, LinkState
from hub_core.migrations import migrate
from services.platform.schema import LINKS

NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)
SCHOOL = Organisation(OrganisationKind.INSTITUTION, UUID(int=7))
ENCOUNTER = UUID(int=8)


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def links(empty_database: str, clock: Clock) -> AsyncIterator[Links]:
    await migrate(empty_database, [LINKS])
    async with asyncpg.create_pool(empty_database, min_size=1, max_size=4) as pool:
        yield Links(pool, clock)


async def a_link(links: Links, **more: object) -> str:
    return await links.issue(LinkPurpose.CONFIRM_ENCOUNTER, SCHOOL, [ENCOUNTER], "person:1", **more)  # type: ignore[arg-type]


async def test_its_token_opens_it_as_exactly_its_purpose(links: Links) -> None:
    opened = await links.opened(await a_link(links))
    assert opened is not None
    assert (opened.state, opened.purpose, opened.thing) == (
        LinkState.OPEN,
        LinkPurpose.CONFIRM_ENCOUNTER,
        ENCOUNTER,
    )
    principal = opened.principal
    assert principal.id == f"link:{opened.link.id}"
    assert principal.organisation == SCHOOL
    assert principal.operations == {"encounters.confirm_encounter"}
    assert principal.things == {SCHOOL.id, ENCOUNTER}


async def test_no_other_token_opens_anything(links: Links) -> None:
    token = await a_link(links)
    swapped = token.swapcase()
    for guess in (
        "",
        token[:-1],
        token + "A",
        swapped,
        token + "=",
        " " + token,
        "A" * 43,
        "é" * 43,
    ):
        assert await links.opened(guess) is None


async def test_a_token_is_256_bits_of_chance_that_stand_nowhere(
    links: Links, empty_database: str
) -> None:
    tokens = {await a_link(links) for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {TOKEN_LENGTH}
    connection = await asyncpg.connect(empty_database)
    kept = await connection.fetch("select links::text as whole from links.links")
    await connection.close()
    assert not [row for row in kept for token in tokens if token in row["whole"]]


async def test_it_expires_when_its_purpose_says_or_its_issuer(links: Links, clock: Clock) -> None:
    usual = await a_link(links)
    short = await a_link(links, expires=NOW + timedelta(hours=1))
    clock.now = NOW + timedelta(hours=1)
    assert (await links.opened(usual)).state is LinkState.OPEN  # type: ignore[union-attr]
    assert (await links.opened(short)).state is LinkState.EXPIRED  # type: ignore[union-attr]
    clock.now = NOW + PURPOSES[LinkPurpose.CONFIRM_ENCOUNTER].lifetime
    assert (await links.opened(usual)).state is LinkState.EXPIRED  # type: ignore[union-attr]


async def test_revoked_it_opens_no_more(links: Links) -> None:
    token = await a_link(links)
    opened = await links.opened(token)
    assert opened is not None
    assert await links.revoke(opened.link.id)
    assert not await links.revoke(opened.link.id)
    assert not await links.revoke(uuid4())
    assert (await links.opened(token)).state is LinkState.REVOKED  # type: ignore[union-attr]


async def test_spent_it_says_what_became_of_it_whatever_comes_later(
    links: Links, clock: Clock
) -> None:
    token = await a_link(links)
    opened = await links.opened(token)
    assert opened is not None
    assert await links.spent(opened.link.id, "confirmed")
    assert not await links.spent(opened.link.id, "declined")
    assert not await links.revoke(opened.link.id)
    clock.now += timedelta(days=400)
    again = await links.opened(token)
    assert again is not None
    assert (again.state, again.link.outcome) == (LinkState.SPENT, "confirmed")


async def test_each_opening_is_counted_and_a_look_is_not(links: Links, clock: Clock) -> None:
    token = await a_link(links)
    await links.opened(token)
    clock.now += timedelta(hours=2)
    await links.opened(token)
    clock.now += timedelta(hours=2)
    looked = await links.opened(token, count=False)
    assert looked is not None
    assert looked.link.opened == 2
    assert looked.link.first_opened_at == NOW
    assert looked.link.last_opened_at == NOW + timedelta(hours=2)


async def test_an_organisation_sees_its_own(links: Links) -> None:
    other = Organisation(OrganisationKind.INSTITUTION, UUID(int=9))
    await a_link(links)
    await links.issue(LinkPurpose.PRIMARY_RETURN, other, [other.id], "person:1", period="2025/26")
    assert [one.organisation for one in await links.of(SCHOOL)] == [SCHOOL]
    assert len(await links.of(None)) == 2
    found = (await links.of(other))[0]
    assert await links.find(found.id) == found
    assert found.period == "2025/26"
