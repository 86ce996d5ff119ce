"""The identity API: people, the invitations that bring them in, and links for those without an account."""

from services.http.application import api
from services.identity import audit, invitations, links, people

ROUTES = api("identity", [*people.ROUTES, *invitations.ROUTES, *links.ROUTES, *audit.ROUTES], tag="identity")
