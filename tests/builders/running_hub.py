"""A whole hub for a story: real servers, and every part in a process of its own, as `hub demo` runs them.

Parts are killed and started one by one, so a story can say what survives.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from hub_core.embedded import Addresses, Servers, embedded_servers
from hub_core.log.connection import call, connect
from hub_core.log.stream import LogStream
from hub_core.messaging.parts import RELAY
from hub_core.settings import read_settings
from services.platform.addresses import environment, vault_key_file
from services.platform.schema import bring_up_to_date
from services.platform.signing import signing_key_file
from services.platform.supervisor import Part, supervised
from tests.builders.agreements import as_sent
from tests.builders.personas import be


class RunningHub:
    """The parts of one hub and a client of its API and pages."""

    def __init__(self, servers: Servers, folder: Path, client: httpx.AsyncClient) -> None:
        self.servers = servers
        self.folder = folder
        self.client = client
        self._parts: dict[str, AsyncExitStack] = {}

    @property
    def addresses(self) -> Addresses:
        return self.servers.addresses

    def environment(self, *command: str) -> dict[str, str]:
        settings = read_settings({"HUB_DATA": str(self.folder)})
        key_file = vault_key_file(settings)
        return {
            **environment(self.addresses, key_file=key_file, command=command),
            "HUB_DATA": str(self.folder),
            "HUB_PORT": str(self.client.base_url.port),
            # People sign in as a demo's: these are servers of the folder's own.
            "HUB_PERSONAS": "yes",
            "HUB_SIGNING_KEY_FILE": str(signing_key_file(settings)),
            # A story's subscribers are on this machine.
            "HUB_WEBHOOKS_LOOPBACK": "yes",
        }

    async def start(self, *arguments: str) -> Part:
        """Start one part, such as ``relay``."""
        name = " ".join(arguments)
        log = self.folder / "logs" / f"{name.replace(' ', '-')}.log"
        part = Part(arguments, environment=self.environment(*arguments), log=log)
        stack = self._parts.setdefault(name, AsyncExitStack())
        await stack.enter_async_context(supervised([part]))
        return part

    async def stop(self, *arguments: str) -> None:
        """Stop one part in order."""
        await self._parts.pop(" ".join(arguments)).aclose()

    async def kill(self, part: Part) -> None:
        """Kill -9 one part; whoever supervises it starts it again."""
        pid = part.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await eventually(lambda: _another(part, pid))

    async def close(self) -> None:
        for name in list(self._parts):
            await self._parts.pop(name).aclose()

    async def answers(self) -> bool:
        """Whether the services answer."""
        try:
            return (await self.client.get("/health")).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    async def act_as(self, role: str, *organisation: str) -> None:
        """From now on use a key of this role there, issued as an operator does: ``--hub solent``."""
        made = await self.command("keys", "issue", "--role", role, *organisation, "--json")
        self.client.headers["authorization"] = f"Bearer {made['secret']}"

    async def get(self, path: str, **query: str) -> Any:
        """One read; the answer must be a success."""
        answer = await self.client.get(f"/api/{path}", params=query)
        assert answer.is_success, answer.text
        return answer.json()

    async def write(self, method: str, path: str, body: dict[str, Any], **headers: str) -> Any:
        """One write with a fresh idempotency key; the answer must be a success."""
        given = {"idempotency-key": str(uuid4()), **headers}
        answer = await self.client.request(method, f"/api/{path}", json=body, headers=given)
        assert answer.is_success, answer.text
        return answer.json()

    async def agree(self, school: str) -> None:
        """Sign an agreement that covers everything, as the senior leader acted as."""
        today = datetime.now(UTC).date()
        terms = as_sent(
            startsOn=today.isoformat(), expiresOn=(today + timedelta(days=365)).isoformat()
        )
        await self.write("POST", f"activities/institutions/{school}/agreement", {"terms": terms})

    async def dashboard(self, slug: str, *, at_least: int) -> dict[str, Any]:
        """A hub's figures, once they rest on a position."""
        found: dict[str, Any] = {}

        async def there() -> bool:
            answer = await self.client.get(
                f"/api/progress/hubs/{slug}/dashboard", params={"atLeast": at_least}
            )
            found.clear()
            found.update(answer.json())
            return answer.status_code == httpx.codes.OK

        await eventually(there)
        return found

    async def page(self, slug: str) -> str:
        """A hub's page, as a reader gets it."""
        if "hub-session" not in self.client.cookies:
            await be(self.client, "auditor")
        answer = await self.client.get(f"/hubs/{slug}")
        assert answer.is_success, answer.text
        return answer.text

    async def command(self, *arguments: str) -> Any:
        """One command of the command line, as an operator types it beside the running hub."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.platform",
            *arguments,
            env={**os.environ, **self.environment(*arguments)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        told, complained = await process.communicate()
        assert process.returncode == 0, complained.decode()
        return json.loads(told)

    async def delete_stream(self) -> None:
        """Lose everything JetStream holds of the log."""
        client = await connect(self.servers.nats.url(RELAY), name="story")
        try:
            await call(client, f"$JS.API.STREAM.DELETE.{LogStream().name}")
        finally:
            await client.close()


@asynccontextmanager
async def a_running_hub(folder: Path) -> AsyncIterator[RunningHub]:
    """Servers with empty databases in a folder; the story starts the parts it needs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with (
        embedded_servers(folder) as servers,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        hub = RunningHub(servers, folder, client)
        await bring_up_to_date(hub.addresses)
        try:
            yield hub
        finally:
            await hub.close()


async def _another(part: Part, pid: int) -> bool:
    return part.pid is not None and part.pid != pid


async def eventually(happens: Callable[[], Awaitable[bool]], *, patience: float = 60) -> None:
    """Wait until something other processes do has happened; fail when it never does."""
    deadline = asyncio.get_running_loop().time() + patience
    while not await happens():
        assert asyncio.get_running_loop().time() < deadline, "it has not happened"
        await asyncio.sleep(0.05)
