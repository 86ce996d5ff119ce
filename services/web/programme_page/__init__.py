"""An institution's careers programme: what each year group is to learn, and careers in subjects."""

from services.web.programme_page.routes import ROUTES

__all__ = ["ROUTES"]
