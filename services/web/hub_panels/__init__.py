"""What a hub lead looks after beside benchmarks: employers, training, provider access, placements, coverage.

Journey: before the steering group the hub lead opens a panel, reads its headline, keeps what needs a next
step by one filter, rings down the list, and passes the address or the file on. What nobody told is said to be
that; an address that asks for what is not there is answered with a sentence, never with another table.
"""

from services.web.hub_panels.routes import ROUTES

__all__ = ["ROUTES"]
