"""The issuer's routes, under ``/demo-issuer``.

The rule: how its page looks is decided by who mounts it; what the protocol says, here.
"""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter, SkipValidation

from services.issuer.issuer import CLIENT, PATH, Issuer
from services.issuer.personas import personas

Asking = Request[Any, Any, Any]
#: Draws the page on which one chooses a persona; the fields go with the choice.
Choose = Callable[[Asking, dict[str, str]], str]
Ours = NamedDependency[SkipValidation[Issuer]]
Draw = NamedDependency[SkipValidation[Choose]]
PUBLIC = {"public": "Programs and browsers come here to sign in; it exists in demos only."}
NOT_KEPT = {"Cache-Control": "no-store"}


def issuer_router(issuer: Issuer, choose: Choose, **more: Any) -> Router:
    """The routes of one issuer."""
    return Router(
        path=PATH,
        route_handlers=[configuration, keys, authorize, chosen, token, end_session],
        dependencies={
            "issuer": Provide(lambda: issuer, sync_to_thread=False),
            "choose": Provide(lambda: choose, sync_to_thread=False),
        },
        include_in_schema=False,
        opt=PUBLIC,
        **more,
    )


@get("/.well-known/openid-configuration")
async def configuration(issuer: Ours) -> dict[str, Any]:
    """What it is and where."""
    return issuer.metadata()


@get("/keys")
async def keys(issuer: Ours) -> dict[str, Any]:
    """What its tokens are checked with."""
    return issuer.keys()


@get("/authorize")
async def authorize(request: Asking, issuer: Ours, choose: Draw) -> Response[str]:
    """Choose who to be."""
    query = dict(request.query_params)
    asked = issuer.asked(query, host=request.headers.get("host", ""))
    if isinstance(asked, str):
        return _refused(asked)
    return Response(choose(request, query), media_type=MediaType.HTML, headers=NOT_KEPT)


@post("/authorize")
async def chosen(request: Asking, issuer: Ours) -> Response[Any]:
    """Somebody chose; back to the platform with a code."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    asked = issuer.asked(form, host=request.headers.get("host", ""))
    if isinstance(asked, str):
        return _refused(asked)
    persona = next((one for one in personas() if one.subject == form.get("subject")), None)
    if persona is None:
        return _refused("There is nobody of that name here.")
    query = {
        "code": issuer.codes.give(asked, persona),
        "state": asked.state,
        "iss": issuer.address,
    }
    headers = {"Location": f"{asked.redirect_uri}?{urlencode(query)}", **NOT_KEPT}
    return Response(b"", status_code=303, headers=headers, media_type=MediaType.TEXT)


@post("/token", status_code=200)
async def token(request: Asking, issuer: Ours) -> Response[dict[str, Any]]:
    """A code against an ID token."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    if not issuer.is_client(request.headers.get("authorization", ""), form):
        return Response({"error": "invalid_client"}, status_code=401, headers=NOT_KEPT)
    if form.get("grant_type") != "authorization_code":
        return Response({"error": "unsupported_grant_type"}, status_code=400, headers=NOT_KEPT)
    given = issuer.codes.take(
        form.get("code", ""),
        client_id=CLIENT,
        redirect_uri=form.get("redirect_uri", ""),
        verifier=form.get("code_verifier", ""),
    )
    if given is None:
        return Response({"error": "invalid_grant"}, status_code=400, headers=NOT_KEPT)
    return Response(issuer.tokens(given), headers=NOT_KEPT)


@get("/end-session")
async def end_session(
    request: Asking,
    issuer: Ours,
    post_logout_redirect_uri: Annotated[str | None, QueryParameter(required=False)] = None,
) -> Response[Any]:
    """It keeps nobody signed in, so there is nothing to end: back."""
    host = request.headers.get("host", "")
    headers = {"Location": issuer.signed_out_address(host, post_logout_redirect_uri), **NOT_KEPT}
    return Response(b"", status_code=303, headers=headers, media_type=MediaType.TEXT)


def _refused(why: str) -> Response[str]:
    return Response(why, status_code=400, media_type=MediaType.TEXT, headers=NOT_KEPT)
