"""A feed that was opened when one might, and goes on when one may no more.

The rule: what is recorded after signing out, or after a role has ended, reaches nobody's open page.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest

from hub_core.access import OrganisationKind, Role
from hub_core.execute import execute
from hub_core.identity.people.leaving_commands import EndRole
from tests.attacks.stage import SYSTEM, Stage
from tests.builders.api_client import taken

Ending = Callable[[Stage, UUID, httpx.AsyncClient], Awaitable[None]]


async def signing_out(stage: Stage, _: UUID, browser: httpx.AsyncClient) -> None:
    await stage.sessions.end(browser.cookies["hub-session"])


async def losing_the_role(stage: Stage, person: UUID, _: httpx.AsyncClient) -> None:
    at = stage.ours.organisation(OrganisationKind.HUB)
    end = EndRole(organisation=at, person=person, role=Role.HUB_LEAD, unattended=True)
    await execute(end, SYSTEM, stage.parts.platform)


async def nothing(_: Stage, __: UUID, ___: httpx.AsyncClient) -> None:
    """For comparison."""


async def new_encounter(stage: Stage) -> None:
    """Something that the feed of our hub tells."""
    school = stage.ours.institution
    urn = (await stage.api.get(f"membership/institutions/{school}")).json()["urn"]
    encounter = await stage.api.propose(stage.ours.employer, {"urn": urn})
    part = f"encounters/institutions/{school}/encounters/{encounter}"
    taken(await stage.api.post(f"{part}/accept"))
    held = {"attendance": {"counts": {"8": 3}}, "heldOn": "2026-02-10"}
    taken(await stage.api.post(f"{part}/confirm", held))
    await stage.api.project()
    stage.app.state.live.wake()


@pytest.mark.parametrize("ending", [signing_out, losing_the_role, nothing])
async def test_an_open_feed_ends_with_what_opened_it(stage: Stage, ending: Ending) -> None:
    person = await stage.person(Role.HUB_LEAD, stage.ours.organisation(OrganisationKind.HUB))
    signed_in = await stage.signed_in(person)
    after = await stage.parts.platform.ledger.pool.fetchval(
        "select max(position) from ledger.events"
    )
    async with (
        httpx.AsyncClient(base_url=stage.origin, cookies=signed_in.cookies, timeout=60) as browser,
        browser.stream("GET", f"/hubs/{stage.ours.slug}/live", params={"after": after}) as feed,
    ):
        assert feed.status_code == httpx.codes.OK
        coming = feed.aiter_lines()
        assert "listening" in await anext(coming)
        await ending(stage, person, signed_in)
        await new_encounter(stage)
        told = await anext((line async for line in coming if line.startswith("data:")), None)
        assert (told is not None) is (ending is nothing)
