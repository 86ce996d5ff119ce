"""Doors for tests of what lies behind them: whoever comes is who the test says.

How people and programs prove who they are is tested where the real doors are.
"""

from hub_core.access import PLATFORM, Principal, Role
from services.http.authentication import Connection


class Always:
    """Whoever comes, it is this one; nobody, if None."""

    def __init__(self, who: Principal | None) -> None:
        self.who = who

    async def principal(self, _: Connection) -> Principal | None:
        return self.who


class Auditor(Always):
    """Whoever comes may read every page."""

    def __init__(self) -> None:
        super().__init__(
            Principal(id="system:test", roles=frozenset({Role.AUDITOR}), organisation=PLATFORM)
        )
