"""A hub's clusters: its own groups of members, named by placing members in them.

Journey: a hub lead ticks the nine schools of one town, writes what the hub calls them and presses once; from
then on the benchmarks can be kept to them, and the address can be sent on. Moving a school, renaming a
cluster and taking a school out are the same form. What cannot be done (nobody ticked, a name of two lines)
is said where it was asked, with everything that was ticked still ticked.
"""

from services.web.hub_clusters.routes import ROUTES

__all__ = ["ROUTES"]
