"""The identity API: people, the invitations that bring them in, links for those without an account, keys of
machines, webhooks, addresses of calendars, and what auditors look up.
"""

from services.http.application import api
from services.identity import audit, calendars, invitations, keys, links, people, webhooks

ROUTES = api(
    "identity",
    [
        *people.ROUTES,
        *invitations.ROUTES,
        *links.ROUTES,
        *keys.ROUTES,
        *webhooks.ROUTES,
        *calendars.ROUTES,
        *audit.ROUTES,
    ],
    tag="identity",
)
