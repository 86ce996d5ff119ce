"""The page of a school or college: how far it has come against the eight benchmarks, and why."""

from services.web.institution_page.pages import ROUTES

__all__ = ["ROUTES"]
