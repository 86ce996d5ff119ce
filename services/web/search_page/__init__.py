"""``/search``: institutions, hubs and employers by name, from the header of every page."""

from services.web.search_page.routes import ROUTES

__all__ = ["ROUTES"]
