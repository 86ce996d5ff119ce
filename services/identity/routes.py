"""The identity API: people, the invitations that bring them in, and links for those without an account."""

from services.http.application import api
from services.identity import audit, invitations, links, machine_routes, people

ROUTES = api(
    "identity",
    [*people.ROUTES, *invitations.ROUTES, *links.ROUTES, *machine_routes.ROUTES, *audit.ROUTES],
    tag="identity",
)
