"""A primary school's year on one page: last year's numbers beside this year's, sent by one button.

Journey: in July the head opens it, finds last year's classes filled in already, types who met somebody from
the world of work, and sends it; the page shows what stands. A number that cannot be is told beside where it
was typed, and what was sent wrongly is corrected on the same page, with a reason.
"""

from services.web.primary_year.routes import ROUTES

__all__ = ["ROUTES"]
