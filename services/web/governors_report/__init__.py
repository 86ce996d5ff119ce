"""The report to a school's or college's governors: one or two pages of A4, printed from the browser.

Journey: the week before the governors meet, the careers leader opens it, reads it through once, prints it
and hands it in; the governors see where each benchmark stands, what changed, and the few things only they
can do. What looks wrong is mended where it is recorded, and the report is opened again.
"""

from services.web.governors_report.routes import ROUTES

__all__ = ["ROUTES"]
