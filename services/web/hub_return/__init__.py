"""The return of a hub to its funder, quarter by quarter.

Journey: when a quarter is over its lead opens it, sees which targets are met and on how many members each
figure rests, writes a line where one needs explaining, freezes the figures, and signs them off; then prints
the page or takes the file, and sends it. A figure that looks wrong is mended where it is recorded, before the
freeze; what comes in after it appears below as a restatement, so that nobody is surprised next quarter.
"""

from services.web.hub_return.routes import ROUTES

__all__ = ["ROUTES"]
