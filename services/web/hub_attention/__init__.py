"""Which members of a hub need attention today, why, and what to do next.

Journey: on Monday morning a hub lead opens it, rings the three schools at the top, and works down one reason
on paper or by its address: every school without a statement, say. Nothing is ticked off here: a reason goes
when the fact behind it is recorded.
"""

from services.web.hub_attention.routes import ROUTES

__all__ = ["ROUTES"]
