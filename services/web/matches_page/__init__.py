"""Encounters that were told twice, by the employer and by the institution itself: deciding which."""

from services.web.matches_page.routes import ROUTES

__all__ = ["ROUTES"]
