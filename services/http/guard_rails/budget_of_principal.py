"""The budget of whoever asks, spent as soon as a door has found out who it is.

The rule: the application around us says how; where nothing is counted, nothing is spent.
"""

from litestar.types import Scope

from hub_core.access import Principal


async def spend_budget(scope: Scope, principal: Principal) -> None:
    """Spend one request of this principal's budget. Raises ``TooMany`` when it is used up."""
    spend = scope["state"].get("spend")
    if spend is not None:
        await spend(principal)
