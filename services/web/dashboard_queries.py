"""What the pages ask: the queries of the hub dashboard, as the web service sees them.

The one rule: a page reads figures through these questions and nothing else, each in the scope of whoever
asks.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from hub_core.access.scope import Scope
from projections.hub_dashboard.figures import (
    ActivityItem,
    HubDashboard,
    HubReported,
    HubTile,
    InScope,
    MemberTold,
)
from projections.read_model import BeingUpdated


class DashboardQueries(Protocol):
    """Answered by ``projections.hub_dashboard.queries``."""

    async def edition(self) -> str | None:
        """What the read model stands at: the same answer, on the same day, means the same figures.

        None before the read model is there."""
        ...

    async def hubs(self, *, scope: Scope) -> Sequence[HubTile]:
        """Every hub, with its tile and the figures of the current academic year."""
        ...

    async def dashboard(
        self, slug: str, academic_year: str | None, at_least: int | None, *, scope: Scope
    ) -> HubDashboard | BeingUpdated | None:
        """One hub in one academic year (None: the current one); None if there is no such hub.

        With ``at_least`` the answer rests on that log position or later; if the read model does not
        get there within its patience, it is ``BeingUpdated``.
        """
        ...

    async def in_scope(self, hub: UUID, *, scope: Scope) -> Sequence[InScope] | BeingUpdated:
        """The institutions a hub could have as members and those it has, by name."""
        ...

    async def pressing(self, hub: UUID, *, scope: Scope) -> Sequence[MemberTold] | BeingUpdated:
        """What each member told, and which offers wait for its answer, by name."""
        ...

    async def reported(
        self, hub: UUID, *, before: date, scope: Scope
    ) -> HubReported | BeingUpdated:
        """A hub today and how many members it had on a day ``before``, all of one state."""
        ...

    async def reach(self, position: int) -> BeingUpdated | None:
        """Wait a moment until the read model stands at a log position; None when it does."""
        ...

    async def activity(self, slug: str, after: int, *, scope: Scope) -> Sequence[ActivityItem]:
        """What the hub's members did at log positions past ``after``: the newest 50 at most, in
        the order of the log."""
        ...
