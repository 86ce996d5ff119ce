"""Which members of a hub need attention today, why, what to do next, and who has it.

Journey: on Monday morning a facilitator opens what is theirs, rings the three schools at the top, gives one
matter to a colleague, sets another aside until the governors meet, and closes a third with what was done. A
reason goes by itself when the fact behind it is recorded, and what was set aside comes back when its fact is
another; a form that cannot be taken says why and keeps every word.
"""

from services.web.hub_attention.routes import ROUTES

__all__ = ["ROUTES"]
