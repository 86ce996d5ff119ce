"""One employer at a hub: whether it is verified, whether it is a cornerstone, and both changed.

Journey: in the list of employers a hub lead sees one whose verification is open, opens it, rings it back, and
says how they know it; schools no longer read beside its offers that nobody has made sure of it. What is not
possible is refused where it was asked, with what to do instead; a form that is sent twice is one act.
"""

from services.web.hub_employer import merging, routes

ROUTES = (*routes.ROUTES, *merging.ROUTES)

__all__ = ["ROUTES"]
