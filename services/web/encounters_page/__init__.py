"""What employers did with an institution's learners: answering offers, and giving its word in a batch."""

from services.web.encounters_page import one, routes

ROUTES = (*routes.ROUTES, *one.ROUTES)

__all__ = ["ROUTES"]
