"""The journey in the client's README works as it is written, over a real server's sockets."""

import asyncio
import re
import socket
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn

import careers_hub_client
from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient
from tests.builders.keyring import new_key

README = Path(careers_hub_client.__file__).parents[1] / "README.md"


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)


async def test_the_journey_can_be_made_as_it_is_written(api: ApiClient) -> None:
    school, employer = await api.school(), await api.employer()
    platform = api.parts.platform
    _, employers = await new_key(
        platform, Role.EMPLOYER_USER, Organisation(OrganisationKind.EMPLOYER, UUID(employer))
    )
    _, schools = await new_key(
        platform,
        Role.CAREERS_LEADER,
        Organisation(OrganisationKind.INSTITUTION, UUID(school["id"])),
    )
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(api.app, log_level="warning", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        names: dict[str, Any] = {
            "ADDRESS": f"http://127.0.0.1:{listening.getsockname()[1]}",
            "EMPLOYERS_KEY": employers.text,
            "SCHOOLS_KEY": schools.text,
            "EMPLOYER": UUID(employer),
            "URN": school["urn"],
        }
        try:
            for block in blocks():
                await asyncio.to_thread(exec, block, names)
        finally:
            server.should_exit = True
            await serving
    assert names["accepted"].told.version == 2
    assert "decided on version 1" in str(names["refusal"])


def test_every_block_is_python() -> None:
    assert len(blocks()) == 2
    for block in blocks():
        compile(block, README.name, "exec")
