"""``/statistics``: releases of national figures, for anybody to take away."""

from services.web.statistics_page.routes import ROUTES

__all__ = ["ROUTES"]
