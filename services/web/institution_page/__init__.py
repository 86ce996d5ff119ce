"""The pages of one institution's figures, by its id or by the numbers it is known by."""

from services.web.institution_page.by_number import ROUTES as BY_NUMBER
from services.web.institution_page.pages import ROUTES as FIGURES

ROUTES = (*FIGURES, *BY_NUMBER)

__all__ = ["ROUTES"]
