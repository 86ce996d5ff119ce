"""``/trusts/{trust}``: the schools of an academy trust, whichever hubs they are in."""

from services.web.trust_page.routes import ROUTES

__all__ = ["ROUTES"]
