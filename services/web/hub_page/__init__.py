"""The hub page as a view: every sentence, chart and state worked out before a template sees it.

The one rule: the page says for each figure on how many institutions it rests and how old it is, and
keeps "no members", "no data supplied" and "too few to show" apart.
"""

from services.web.hub_page.drawings import drawings
from services.web.hub_page.page import HubPage, hub_page

__all__ = ["HubPage", "drawings", "hub_page"]
