"""The world of the year: its hub, its institutions by their short names, its employers, and its calendar.

The one rule: whoever or whatever must not stand in the log is written down in ``private`` when the story
first tells of it, so that the end of the year can look for each of them.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from hub_core.access import Role
from tests.builders.api_client import ApiClient, taken

COLUMNS = "Activity ID,Learner reference,Date,Type,Mode"


class Year:
    """An academic year of one hub, told through its API."""

    def __init__(self, api: ApiClient) -> None:
        self.api = api
        self.hub: dict[str, Any] = {}
        #: Institutions as they were registered, by the names the chapters use for them.
        self.at: dict[str, dict[str, Any]] = {}
        self.employers: dict[str, str] = {}
        #: Ids of what later chapters come back to.
        self.kept: dict[str, str] = {}
        #: Names, e-mail addresses, learners' references and words of a meeting.
        self.private: set[str] = set()

    def it_is(self, day: str) -> None:
        """Half past ten on this day, until the story goes on."""
        now = datetime.fromisoformat(f"{day}T10:30:00").replace(tzinfo=UTC)
        self.api.parts.platform.clock = lambda: now

    def person(self, name: str, email: str | None = None) -> dict[str, str]:
        """Somebody as an institution tells of them."""
        who = {"name": name} if email is None else {"name": name, "email": email}
        self.private.update(who.values(), name.split())
        return who

    def words(self, text: str) -> str:
        """What was said of somebody."""
        self.private.add(text)
        return text

    def learners(self, prefix: str, count: int) -> list[str]:
        """References of this many learners, as an institution's own system gives them."""
        references = [f"{prefix}-{number:04}" for number in range(1, count + 1)]
        self.private.update(references)
        return references

    async def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        return taken(await self.api.post(path, body, **headers), status)

    async def put(self, path: str, body: Any = None) -> Any:
        return taken(await self.api.put(path, body))

    async def get(self, path: str, **headers: str) -> Any:
        return taken(await self.api.get(path, **headers))

    def of(self, name: str, part: str = "activities") -> str:
        """The path of an institution in one of the APIs."""
        return f"{part}/institutions/{self.at[name]['id']}"

    async def lead(self) -> dict[str, str]:
        """The header of somebody who leads the hub."""
        return await self.api.key_of(Role.HUB_LEAD, self.hub["id"])

    async def leader(self, name: str) -> dict[str, str]:
        """The header of this institution's careers leader."""
        return await self.api.key_of(Role.CAREERS_LEADER, self.at[name]["id"])

    async def check(self, name: str, file: str, **more: Any) -> tuple[str, Any]:
        """Send a file of the institution's system; the upload's path and what the check found."""
        begin = {"source": "sims", "kind": "activities", "academicYear": "2025/26"} | more
        upload = await self.post(f"{self.of(name)}/uploads", begin, 201)
        path = f"{self.of(name)}/uploads/{upload['id']}"
        headers = {"idempotency-key": str(uuid4()), "content-type": "text/csv"}
        answer = await self.api.http.put(
            f"/api/{path}/content", content=file.encode("utf-8-sig"), headers=headers
        )
        checked = taken(answer)
        assert checked["state"] == "checked", checked
        return path, checked["check"]

    async def sync(self, name: str, *rows: str, **more: Any) -> Any:
        """Send activities and let them stand, none refused; what became of them."""
        path, check = await self.check(name, "\n".join((COLUMNS, *rows)), **more)
        assert (check["refused"], check["held"]) == (0, 0), check
        return (await self.post(f"{path}/commit"))["done"]
