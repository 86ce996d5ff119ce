"""What our APIs say of themselves: OpenAPI 3.1, with the errors they really answer, and a page to read it.

The page is RapiDoc, vendored: nothing loads from elsewhere.
"""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from litestar import HttpMethod, Response, route
from litestar.config.app import AppConfig
from litestar.connection import Request
from litestar.datastructures import ResponseHeader
from litestar.enums import OpenAPIMediaType
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import License, Tag
from litestar.plugins import InitPlugin
from litestar.router import Router

from services.http.authentication import PUBLIC
from services.http.document import document
from services.http.nonce import nonce_of, with_inline_styles
from services.http.problems import MEDIA_TYPE, ProblemDetails

STATIC = Path(__file__).parent / "static"
#: Where the page finds its script.
SCRIPT = "/api/static/vendor/rapidoc.js"

DESCRIPTION = """
The interface for employers, schools and hubs.

Every request carries a key, `Authorization: Bearer chk_…`, or a token that a client was given at
`/oauth/token` for its id and secret. A key acts for one organisation, in one role, within its scopes;
what belongs to others is answered like what is not there.

Every write needs an `Idempotency-Key`: sent again with the same request it gets the first answer, and
nothing is recorded twice. Every change answers with the new version as its `ETag`; send it back as
`If-Match` to be told when somebody else was faster. `position` is where in the log the change stands:
give it to a read as `atLeast` to be sure to see it.

Errors are problem details (RFC 9457). `type` is stable; `errors` lists every wrong field.
"""

TAGS = {
    "identity": "People, machines, and links for people without an account.",
    "membership": "Institutions, hubs, and who belongs to which.",
    "encounters": "Employers, what they offer, and what institutions make of it.",
    "activities": "What an institution tells of its own learners.",
    "progress": "The figures of hubs.",
    "training": "The people who do careers work, and their training.",
}


def _refusal(description: str) -> ResponseSpec:
    return ResponseSpec(
        data_container=ProblemDetails,
        media_type=MEDIA_TYPE,
        description=description,
        generate_examples=False,
    )


#: Refusals any read may answer with.
OF_READS = {
    400: _refusal("The address is not text."),
    401: _refusal("Nobody knows who asks: send a key or a token that is in use."),
    403: _refusal("You may not do this."),
    404: _refusal("There is no such thing, or none that you may know of."),
    414: _refusal("The address is too long: leave out what you do not need."),
    422: _refusal("Some of what was sent needs mending; each wrong field is listed."),
    429: _refusal("That was more than may be asked in a minute. Retry-After says when to go on."),
    503: _refusal("It cannot be answered at the moment. Ask again."),
}
#: Refusals any write may answer with.
OF_WRITES = {
    **OF_READS,
    400: _refusal("The body is no JSON, or the Idempotency-Key is missing."),
    409: _refusal("The state of things does not allow it."),
    413: _refusal("The body is too large."),
    415: _refusal("The body must be JSON, and say so."),
    503: _refusal("It is not known whether this was recorded. Send the same request again."),
}
#: Where a caller may say which version it decided on.
STALE = {412: _refusal("It has changed since you last read it.")}


def _header(name: str, description: str) -> ResponseHeader:
    return ResponseHeader(name=name, description=description, documentation_only=True)


ETAG = _header("ETag", "The version it has now; send it back as If-Match or If-None-Match.")
HUB_POSITION = _header("Hub-Position", "The log position this stands at; give it as atLeast.")
REPLAYED = _header("Idempotent-Replayed", "`true` when this is the first answer again.")


class _Page(OpenAPIRenderPlugin):
    """RapiDoc, without a line of inline script."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        title = openapi_schema["info"]["title"]
        nonce = nonce_of(request.scope)
        # RapiDoc styles its own elements; it runs no inline script.
        with_inline_styles(request.scope)
        return (
            '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
            f"<title>{title}</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="data:,">'
            f'<script nonce="{nonce}" src="{SCRIPT}" defer></script></head><body>'
            f'<rapi-doc spec-url="{self.get_openapi_json_route(request)}" render-style="focused" '
            'load-fonts="false" allow-authentication="false" primary-color="#12436D" '
            'show-header="false" regular-font="system-ui, sans-serif" mono-font="monospace">'
            "</rapi-doc></body></html>"
        ).encode()


class _Document(OpenAPIRenderPlugin):
    """The document itself."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=OpenAPIMediaType.OPENAPI_JSON)
        self._encoded = b""

    def render(self, request: Request[Any, Any, Any], _: dict[str, Any]) -> bytes:
        self._encoded = self._encoded or msgspec.json.encode(document(request.app))
        return self._encoded


@cache
def _script() -> bytes:
    return (STATIC / "vendor" / "rapidoc.js").read_bytes()


@route(
    SCRIPT,
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    sync_to_thread=False,
    opt={PUBLIC: "the script of the page that describes the API"},
)
def rapidoc() -> Response[bytes]:
    """The one file the page needs: no other name is looked up on the disk."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(_script(), media_type="text/javascript", headers=headers)


class OpenApiFiles(InitPlugin):
    """Serves the file the page needs."""

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        app_config.route_handlers.append(rapidoc)
        return app_config


def openapi_config(title: str) -> OpenAPIConfig:
    """The document at ``/api/schema/openapi.json`` and its page at ``/api/schema``."""
    return OpenAPIConfig(
        title=title,
        version=version("careers-hub"),
        description=DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        openapi_router=Router(
            path="/api/schema",
            route_handlers=[],
            include_in_schema=False,
            opt={PUBLIC: "a programmer reads it before asking for a key"},
        ),
        render_plugins=[_Page(), _Document()],
        tags=[Tag(name=name, description=said) for name, said in TAGS.items()],
        use_handler_docstrings=True,
    )
