"""Calendars of a hub, a school and an employer: as pages, and as feeds that calendar programs read.

Journey: a careers leader opens the calendar on a phone, sees what comes by month and what was called off,
and makes a private address once, which shows the same in Outlook from then on. A hub lead sees beside it
where schools' placement weeks clash. Whoever should no longer see it is shut out by a new address; a
program that asks at an old one is told that nothing is there.
"""

from services.web.calendar_page.feed import ROUTES as FEED_ROUTES
from services.web.calendar_page.routes import ROUTES as PAGE_ROUTES

ROUTES = (*PAGE_ROUTES, *FEED_ROUTES)

__all__ = ["ROUTES"]
