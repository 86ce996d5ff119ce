"""``/national``: what was published about England, by area and over time."""

from services.web.national_page.routes import ROUTES

__all__ = ["ROUTES"]
