"""The report to a hub's steering group: one to three pages of A4, printed from the browser.

Journey: on Wednesday the hub lead opens it, reads it through once, prints it, and lays it on the table on
Thursday; each figure says on how many it rests and of which day it is. Of a hub in which nobody has signed
in yet it still says who is in and who is not, and whom to ring. What looks wrong is mended
where it is recorded.
"""

from services.web.hub_report.routes import ROUTES

__all__ = ["ROUTES"]
