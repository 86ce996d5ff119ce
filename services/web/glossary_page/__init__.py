"""``/glossary``: what the field's words mean, and the links to it where a word first appears on a page."""

from services.web.glossary_page.linked import explained
from services.web.glossary_page.routes import ROUTES

__all__ = ["ROUTES", "explained"]
