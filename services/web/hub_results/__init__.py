"""A hub sends the results and careers leaders of its members in one file, from a page.

Journey: a hub lead with last term's Compass export takes the example, fills it or matches its headings, sends
it, and reads member by member what was recorded. While a row is wrong nothing is recorded, and the page says
line, column and remedy of each; or they tick that the rows in order shall be taken and mend the rest later.
"""

from services.web.hub_results.routes import ROUTES

__all__ = ["ROUTES"]
