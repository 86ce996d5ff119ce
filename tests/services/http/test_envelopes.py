"""Every event says who did it, for whom they acted, within which request and what caused it.

The rule: every command of the catalogue is tried, over the API where its example can be carried out as it
stands, and at the one place where envelopes are made for all of them.
"""

from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.access.roles import HELD_AT
from hub_core.execute import Platform, Request, _Work
from hub_core.identity.people.on_behalf import acting_principal
from hub_core.log.aggregate import Envelope
from hub_core.work import Command, operations
from services.http.application import create_application
from services.http.document import examples
from services.platform.composition import APIS
from tests.builders.api_client import ApiClient
from tests.builders.doors import Always
from tests.builders.openapi_document import todays_document
from tests.builders.tenants import Tenant, new_tenant

BEHALF = Organisation(OrganisationKind.INSTITUTION, UUID(int=7))
ACTING = Principal(
    id=f"person:{UUID(int=1)}",
    roles=frozenset({Role.CAREERS_LEADER}),
    organisation=BEHALF,
    on_behalf_of=BEHALF,
)
ROWS = (
    "select topic, convert_from(envelope, 'UTF8') as envelope from ledger.events "
    "where position > $1 order by position"
)


@pytest.mark.parametrize("command_id", [None, "sent-twice"])
def test_the_envelope_of_every_command_says_it_all(api: ApiClient, command_id: str | None) -> None:
    for operation in operations():
        made = _envelope(api.parts.platform, operation, Request(command_id=command_id))
        assert made.actor == ACTING.id
        assert made.on_behalf_of == BEHALF.spelt
        assert made.operation == operation
        assert UUID(made.correlation)
        assert made.causation == (command_id or made.correlation)


def test_what_a_request_says_of_its_trail_stands(api: ApiClient) -> None:
    request = Request(command_id="c", correlation="a-request", causation="an-event")
    for operation in operations():
        made = _envelope(api.parts.platform, operation, request)
        assert (made.correlation, made.causation, made.command_id) == ("a-request", "an-event", "c")


def _envelope(platform: Platform, operation: str, request: Request) -> Envelope:
    # What the command says does not matter to its envelope; which one it is does.
    kind = msgspec.defstruct(
        "Empty", [], bases=(Command,), namespace={"OPERATION": operations()[operation].OPERATION}
    )
    command = kind()
    append = _Work(platform, ACTING, request).to_append(
        command, key=None, fingerprint=b"", answer=b""
    )
    return msgspec.json.decode(append.envelope, type=Envelope)


async def _told(api: ApiClient, after: int) -> list[dict[str, Any]]:
    rows = await api.owner.fetch(ROWS, after)
    return [{"topic": row["topic"], **msgspec.json.decode(row["envelope"])} for row in rows]


@pytest.mark.long
async def test_events_in_the_log_say_who_and_within_which_request(api: ApiClient) -> None:
    before = await api.head()
    ours = await new_tenant(api, "Larkfield", authority="204", group="5199")
    door = Always(None)
    app = create_application([*APIS.values()], api.parts, title="Envelopes", doors=[door])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    taken: set[str] = set()
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
        for path, item in todays_document()["paths"].items():
            for method, told in item.items():
                operation = told["operationId"].replace("_", ".", 1)
                if method == "get" or operation not in examples():
                    continue
                for role in Role:
                    door.who, stood_at = _somebody(ours, role), await api.head()
                    answer = await http.request(
                        method.upper(),
                        path.format(**_ids(path, ours)),
                        json=examples()[operation],
                        headers={"idempotency-key": str(uuid4())},
                    )
                    if answer.status_code < 300 and await api.head() > stood_at:
                        taken.add(operation)
                        break
    assert len(taken) >= 12, taken
    events = await _told(api, before)
    assert taken <= {event["operation"] for event in events}
    silent = [
        event
        for event in events
        if not all(event.get(said) for said in ("actor", "operation", "correlation", "causation"))
    ]
    assert silent == []
    acted_for = [event for event in events if event.get("on_behalf_of")]
    assert {event["on_behalf_of"] for event in acted_for} == {f"institution:{ours.institution}"}


def _somebody(ours: Tenant, role: Role) -> Principal:
    """Somebody in this role; where a hub may act for a school, its lead does so."""
    if HELD_AT[role] is OrganisationKind.INSTITUTION:
        school = ours.organisation(OrganisationKind.INSTITUTION)
        acting = acting_principal(ours.somebody(Role.HUB_LEAD), school)
        if acting is not None:
            return acting
    return ours.somebody(role)


def _ids(path: str, ours: Tenant) -> dict[str, str]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return {name: getattr(ours, name, str(uuid4())) for name in names}
