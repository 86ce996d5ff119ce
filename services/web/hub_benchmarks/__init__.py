"""The benchmarks of a hub's members side by side, as a table that is coloured like a map.

Journey: before a steering group a hub lead opens it, sorts by the benchmark that is talked about, keeps
secondary schools only, and sends the address to a facilitator, who sees the same rows in the same order.
"""

from services.web.hub_benchmarks.routes import ROUTES

__all__ = ["ROUTES"]
