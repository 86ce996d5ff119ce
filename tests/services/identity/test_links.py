"""Who may send links about what, and what they are told of them."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.execute import Request, execute
from hub_core.identity.links.commands import IssueLink
from hub_core.identity.links.purposes import LinkPurpose
from hub_core.refusals import Refusal
from tests.builders.api_client import ApiClient, refused, taken
from tests.services.web.links.conftest import TYPED, Scene, new_scene


@pytest.fixture
async def scene(api: ApiClient) -> Scene:
    return await new_scene(api)


async def a_member(scene: Scene) -> dict[str, Any]:
    """A hub the scene's school is a member of."""
    hub = await scene.api.hub()
    member = f"membership/hubs/{hub['id']}/members/{scene.school['id']}"
    taken(await scene.api.put(member, {"admittedOn": "2025-09-01"}))
    return hub


def somebody(role: Role, kind: OrganisationKind, organisation: str) -> Principal:
    """Who holds this role there."""
    at = Organisation(kind, UUID(organisation))
    return Principal(id=f"person:{uuid4()}", roles=frozenset({role}), organisation=at)


async def outcome(scene: Scene, command: IssueLink, by: Principal) -> str:
    """``issued``, or why not."""
    try:
        await execute(command, by, scene.api.parts.platform, Request())
    except Refusal as refusal:
        return refusal.kind
    return "issued"


async def test_a_hub_sends_links_about_its_members_only(scene: Scene) -> None:
    hub, other = await a_member(scene), await scene.api.hub()
    school = Organisation(OrganisationKind.INSTITUTION, UUID(scene.school["id"]))
    employer = Organisation(OrganisationKind.EMPLOYER, UUID(scene.employer))
    confirm = IssueLink(
        purpose=LinkPurpose.CONFIRM_ENCOUNTER,
        holder=school,
        encounter=UUID(scene.encounter),
    )
    offer = IssueLink(
        purpose=LinkPurpose.OFFER_ENCOUNTER,
        holder=employer,
        hub=UUID(hub["id"]),
        institutions=(school.id,),
    )
    own = somebody(Role.HUB_LEAD, OrganisationKind.HUB, hub["id"])
    strange = somebody(Role.HUB_LEAD, OrganisationKind.HUB, other["id"])
    assert await outcome(scene, confirm, own) == "issued"
    assert await outcome(scene, offer, own) == "issued"
    assert await outcome(scene, confirm, strange) == "not-found"
    assert await outcome(scene, offer, strange) in ("not-found", "forbidden")
    theirs = msgspec.structs.replace(offer, hub=UUID(other["id"]))
    assert await outcome(scene, theirs, strange) == "not-a-member"


async def test_an_organisation_sends_links_for_its_own_deeds_only(scene: Scene) -> None:
    school = Organisation(OrganisationKind.INSTITUTION, UUID(scene.school["id"]))
    confirm = IssueLink(
        purpose=LinkPurpose.CONFIRM_ENCOUNTER,
        holder=school,
        encounter=UUID(scene.encounter),
    )
    institution = OrganisationKind.INSTITUTION
    leader = somebody(Role.CAREERS_LEADER, institution, scene.school["id"])
    elsewhere = somebody(Role.CAREERS_LEADER, institution, scene.primary["id"])
    employer = somebody(Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, scene.employer)
    adviser = somebody(Role.CAREERS_ADVISER, institution, scene.school["id"])
    assert await outcome(scene, confirm, leader) == "issued"
    assert await outcome(scene, confirm, elsewhere) == "not-found"
    assert await outcome(scene, confirm, employer) == "not-found"
    assert await outcome(scene, confirm, adviser) == "forbidden"


@pytest.mark.parametrize("purpose", TYPED)
async def test_the_address_is_told_once(scene: Scene, purpose: str) -> None:
    holder, kind = {
        "offer_encounter": (scene.employer, "employer"),
        "record_delivery": (scene.employer, "employer"),
        "primary_return": (scene.primary["id"], "institution"),
        "monthly_counts": (scene.service["id"], "institution"),
    }.get(purpose, (scene.school["id"], "institution"))
    about: dict[str, Any] = {
        "offer_encounter": {"institutions": [scene.school["id"]]},
        "record_delivery": {"encounter": scene.encounter, "institutions": [scene.school["id"]]},
        "primary_return": {"period": "2025/26"},
        "monthly_counts": {"period": "2026-01"},
    }.get(purpose, {"encounter": scene.encounter})
    body = {"purpose": purpose, "holder": {"kind": kind, "id": holder}, **about}
    key = str(uuid4())
    first = await scene.api.send("POST", "identity/links", body, key=key)
    again = await scene.api.send("POST", "identity/links", body, key=key)
    assert taken(first, 201)["path"].startswith("/link/")
    assert taken(again, 201) == {**taken(first, 201), "path": None}
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"purpose": "accept_invitation"}, "invalid-request"),
        ({"purpose": "offer_encounter", "institutions": []}, "invalid-request"),
        ({"purpose": "confirm_encounter", "period": "2025/26"}, "invalid-request"),
        ({"purpose": "confirm_encounter", "encounter": str(uuid4())}, "not-found"),
        ({"purpose": "primary_return", "period": "2025/26"}, "wrong-phase"),
        ({"purpose": "monthly_counts", "period": "2026-01"}, "wrong-phase"),
    ],
)
async def test_a_link_that_could_only_disappoint_is_not_sent(
    scene: Scene, body: dict[str, Any], kind: str
) -> None:
    holder = {"kind": "institution", "id": scene.school["id"]}
    answer = await scene.api.post("identity/links", {"holder": holder, **body})
    assert answer.json()["type"] == f"/problems/{kind}", answer.text


async def test_links_are_listed_without_their_addresses(scene: Scene) -> None:
    visitor = await scene.link("answer_offer")
    await visitor.do(TYPED["answer_offer"])
    found = taken(await scene.api.get("identity/links"))["links"]
    about = [link for link in found if link["holder"]["id"] == scene.school["id"]]
    assert [(link["state"], link["outcome"]) for link in about] == [("spent", "accepted")]
    assert visitor.path.rpartition("/")[2] not in str(found)


async def test_a_link_nobody_knows_cannot_be_withdrawn(scene: Scene) -> None:
    refused(await scene.api.post(f"identity/links/{uuid4()}/revoke"), 404, "not-found")
