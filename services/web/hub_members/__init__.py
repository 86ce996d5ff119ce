"""Who is with a hub and who is not yet: the list with the next step, and one page on which it is taken.

Journey: a hub lead sees a school has asked to join, opens it, admits it, and invites its careers leader by a
link. From the list of those not in they pick whom to ring next; what cannot be done says why.
"""

from services.web.hub_members.routes import ROUTES

__all__ = ["ROUTES"]
