"""The pages of one institution's figures, by its id or by the numbers it is known by."""

from services.web.institution_page.by_number import ROUTES as BY_NUMBER
from services.web.institution_page.missing import ROUTES as MISSING
from services.web.institution_page.pages import ROUTES as FIGURES
from services.web.institution_page.trend_routes import ROUTES as TREND

ROUTES = (*FIGURES, *MISSING, *TREND, *BY_NUMBER)

__all__ = ["ROUTES"]
