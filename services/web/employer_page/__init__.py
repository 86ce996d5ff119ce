"""The employer's pages: its year, offering an encounter, and saying that one took place."""

from services.web.employer_page.forms import ROUTES as FORM_ROUTES
from services.web.employer_page.pages import ROUTES as PAGE_ROUTES

ROUTES = (*PAGE_ROUTES, *FORM_ROUTES)

__all__ = ["ROUTES"]
