"""An OAuth2 client of a school, and what its tokens say."""

import json
from base64 import urlsafe_b64decode
from typing import Any
from uuid import UUID

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.identity.machines.spelling import MachineKind, Presented
from tests.builders.api_client import ApiClient
from tests.builders.keyring import new_key

GRANT = {"grant_type": "client_credentials"}


class Client:
    """An OAuth2 client of a school."""

    def __init__(
        self, api: ApiClient, school: dict[str, Any], key: UUID, secret: Presented
    ) -> None:
        self.api = api
        self.school = school
        self.id = key
        self.secret = secret

    async def ask(self, *, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        form = GRANT | {"client_id": str(self.id), "client_secret": self.secret.text} | fields
        return await self.api.http.post("/oauth/token", data=form, headers=headers, auth=None)

    async def token(self, **fields: str) -> str:
        answer = await self.ask(**fields)
        assert answer.status_code == 200, answer.text
        text: str = answer.json()["access_token"]
        return text

    async def send(self, token: str, path: str = "progress/hubs") -> httpx.Response:
        return await self.api.get(path, authorization=f"Bearer {token}")


@pytest.fixture
async def client(api: ApiClient) -> Client:
    school = await api.school()
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    found = await new_key(
        api.parts.platform,
        Role.CAREERS_LEADER,
        organisation,
        "encounters:read",
        "progress:read",
        "rosters:read",
        kind=MachineKind.CLIENT,
    )
    return Client(api, school, *found)


def decoded(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found
