"""Two editions of the benchmarks side by side, and another threshold tried, on pages.

Journey: asked what 90 % instead of 76 % would mean, a careers leader opens their figures, types 90 and reads
which figures would change; a hub lead does the same over the members. What is no threshold is told beside the
field, and what was typed stays. Nothing tried is kept: the address alone holds it, and can be sent on.
"""

from services.web.editions_page.hub import ROUTES as HUB_ROUTES
from services.web.editions_page.institution import ROUTES

__all__ = ["HUB_ROUTES", "ROUTES"]
