"""A hub's facilitators: who looks after which members, what each has, and giving all of it to a colleague.

Journey: a hub lead sees that nine members are in nobody's hands, ticks them and gives them to a facilitator.
When one leaves, one form gives the whole caseload, with matters and actions, to a colleague and ends their
role; what cannot be done (nobody chosen, nobody would lead the hub) is said where it was asked, and nothing
changes.
"""

from services.web.hub_facilitators.routes import ROUTES

__all__ = ["ROUTES"]
