"""What the OpenAPI document says of how callers prove who they are, and which scope each operation needs.

The rule: it follows from the same tables that decide, so that it cannot promise another scope.
"""

from typing import Any

from litestar.handlers import HTTPRouteHandler

from hub_core.identity.machines.scopes import scopes
from services.http.authentication import PUBLIC

KEY, CLIENT = "key", "client"


def schemes() -> dict[str, Any]:
    """The two ways in: a key, or a token a client was given."""
    return {
        KEY: {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key, chk_…, as `hub keys issue` or an organisation's own people gave it.",
        },
        CLIENT: {
            "type": "oauth2",
            "description": "A token of ten minutes, for a client's id and secret.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/oauth/token",
                    "scopes": {scope.name: scope.label for scope in scopes().values()},
                }
            },
        },
    }


def needed_for(handler: HTTPRouteHandler) -> list[dict[str, list[str]]]:
    """Either way in will do, a token with one of these scopes; nothing is needed for what is public."""
    if PUBLIC in handler.opt:
        return []
    wanted = [scope.name for scope in scopes().values() if handler.name in scope.operations]
    return [{KEY: []}, *({CLIENT: [name]} for name in wanted or [handler.name or ""])]
