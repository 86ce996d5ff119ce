"""The identity API: people, the invitations that bring them in, links for those without an account, keys of
machines, webhooks, and what auditors look up.
"""

from services.http.application import api
from services.identity import audit, invitations, keys, links, people, webhooks

ROUTES = api(
    "identity",
    [
        *people.ROUTES,
        *invitations.ROUTES,
        *links.ROUTES,
        *keys.ROUTES,
        *webhooks.ROUTES,
        *audit.ROUTES,
    ],
    tag="identity",
)
