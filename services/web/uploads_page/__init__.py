"""Sending a file of one's own system, looking at what was found in it, and recording it."""

from services.web.uploads_page.files import ROUTES as FILES
from services.web.uploads_page.routes import ROUTES as PAGES
from services.web.uploads_page.steps import ROUTES as STEPS

ROUTES = (*PAGES, *STEPS, *FILES)
