"""The operator's page."""

from services.web.operations_page.page import ROUTES

__all__ = ["ROUTES"]
