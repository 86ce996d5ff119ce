"""A typed client of the careers hub platform's API: make a call, send it, get an answer or a problem.

The one rule: it knows nothing of the platform but what its API says of itself (``docs/openapi.json``,
from which ``operations`` and ``types`` are generated).
"""

from careers_hub_client.call import Answer, Call, PagedCall
from careers_hub_client.clients import AsyncClient, Client
from careers_hub_client.credentials import ApiKey, ClientCredentials
from careers_hub_client.problems import (
    CareersHubError,
    Conflict,
    Forbidden,
    Invalid,
    Missing,
    NotReached,
    Refused,
    Stale,
    TokenRefused,
    TooMany,
    Unavailable,
    UnexpectedAnswer,
    Unknown,
)
from careers_hub_client.retrying import NO_PATIENCE, Patience

__all__ = [
    "NO_PATIENCE",
    "Answer",
    "ApiKey",
    "AsyncClient",
    "Call",
    "CareersHubError",
    "Client",
    "ClientCredentials",
    "Conflict",
    "Forbidden",
    "Invalid",
    "Missing",
    "NotReached",
    "PagedCall",
    "Patience",
    "Refused",
    "Stale",
    "TokenRefused",
    "TooMany",
    "Unavailable",
    "UnexpectedAnswer",
    "Unknown",
]
