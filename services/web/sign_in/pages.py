"""The pages of signing in and out.

The rule: whatever fails on the way, the person is told what to do in a sentence, no session begins, and
what exactly did not fit is for our log only.
"""

from typing import Annotated, Any

import structlog
from jinja2 import Environment
from litestar import HttpMethod, Request, Response, get, post, route
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation

from hub_core.identity.people.principals import person_of
from hub_core.identity.sessions import LIMITS, Session
from services.http.authentication import known
from services.http.correlation import correlation_of
from services.http.guard_rails.guessing import guessed_at
from services.http.permission import everybodys, permitted
from services.web.answers import answer, going_on
from services.web.shell import page
from services.web.sign_in.begin import begin
from services.web.sign_in.discovery import IssuerAway, IssuerRefuses
from services.web.sign_in.id_token import NotBelieved
from services.web.sign_in.join import accepted
from services.web.sign_in.next_address import HOME, own_address
from services.web.sign_in.open_id import Proven
from services.web.sign_in.signing_in import CALLBACK, SIGNED_OUT, SignIn, SigningIn

log = structlog.get_logger(__name__)

Asked = Request[Any, Any, Any]
Templates = NamedDependency[SkipValidation[Environment]]
Text = Annotated[str | None, QueryParameter(required=False)]
READ = [HttpMethod.GET, HttpMethod.HEAD]
#: Characters of a state that are looked at; ours are shorter.
LONGEST_STATE = 200
PUBLIC = {"public": "Who is not signed in yet has to be able to sign in."}
#: What everybody may do who is signed in: leave.
OWN_SESSION = permitted("identity.session", about=everybodys)


@route("/sign-in", http_method=READ, include_in_schema=False, opt=PUBLIC)
async def sign_in_page(
    request: Asked,
    sign_in: SigningIn,
    templates: Templates,
    next_address: Annotated[str | None, QueryParameter(name="next", required=False)] = None,
) -> Response[Any]:
    """Begin an attempt and send the browser to the issuer; whoever is signed in goes on at once."""
    wanted = own_address(next_address)
    if await known(request, request.app.state.page_doors) is not None:
        return going_on(wanted)
    return await leave_to_sign_in(request, sign_in, templates, wanted)


@get(CALLBACK, include_in_schema=False, opt=PUBLIC)
async def callback(
    request: Asked,
    sign_in: SigningIn,
    templates: Templates,
    code: Text = None,
    iss: Text = None,
    error: Text = None,
    returned_state: Annotated[str | None, QueryParameter(name="state", required=False)] = None,
) -> Response[Any]:
    """Back from the issuer: whoever proves to be known gets a session."""
    guessed_at(request.scope, (returned_state or "")[:LONGEST_STATE])
    secret = sign_in.cookies.attempt(request, returned_state or "")
    attempt = await sign_in.attempts.take(returned_state or "", secret or "")
    if attempt is None or sign_in.client is None:
        return not_finished(request, templates)
    sign_in.cookies.end_attempt(request, attempt.state)
    if error is not None or code is None:
        log.info("somebody did not sign in", why=(error or "no code")[:100])
        return not_finished(request, templates)
    back = sign_in.origin(request) + CALLBACK
    try:
        proven = await sign_in.client.prove(attempt, code=code, issuer=iss, callback=back)
    except (NotBelieved, IssuerRefuses) as problem:
        log.warning("a sign-in is not believed", why=str(problem))
        return not_finished(request, templates)
    except IssuerAway as problem:
        return issuer_away(request, templates, problem)
    if attempt.invitation is not None:
        refusal = await accepted(
            sign_in, attempt.invitation, proven, correlation=correlation_of(request.scope)
        )
        if refusal is not None:
            return _sorry(request, templates, "sign_in/invitation_over.html", why=refusal)
    return await _welcome(request, sign_in, templates, proven, attempt.next_address)


async def _welcome(
    request: Asked, sign_in: SignIn, templates: Environment, proven: Proven, wanted: str
) -> Response[Any]:
    assert sign_in.client is not None
    platform = sign_in.parts.platform
    person = await person_of(
        platform.ledger, platform.vault, issuer=sign_in.client.known_as, subject=proven.subject
    )
    begun = None if person is None else await begin(sign_in, request, person, proven)
    if begun is None:
        return _sorry(request, templates, "sign_in/not_known.html", name=proven.name)
    if not begun.chosen and wanted == HOME:
        return going_on("/organisation")
    return going_on(begun.first_page if wanted == HOME else wanted)


@post("/sign-out", include_in_schema=False, guards=[OWN_SESSION])
async def sign_out(request: Asked, sign_in: SigningIn, templates: Templates) -> Response[Any]:
    """Sign out here, and at the issuer where it offers that."""
    session: Session = request.scope["state"]["session"]
    await sign_in.sessions.end(session.token)
    return await _left(request, sign_in, templates, session)


@post("/sign-out-everywhere", include_in_schema=False, guards=[OWN_SESSION])
async def sign_out_everywhere(
    request: Asked, sign_in: SigningIn, templates: Templates
) -> Response[Any]:
    """End every session of this person, wherever they are signed in."""
    session: Session = request.scope["state"]["session"]
    await sign_in.sessions.end_all(session.person)
    return await _left(request, sign_in, templates, session)


@route(SIGNED_OUT, http_method=READ, include_in_schema=False, opt=PUBLIC)
async def signed_out(request: Asked, templates: Templates) -> Response[str]:
    """The last page."""
    return answer(page(request, templates, "sign_in/signed_out.html"))


async def leave_to_sign_in(
    request: Asked,
    sign_in: SignIn,
    templates: Environment,
    wanted: str,
    *,
    invitation: str | None = None,
) -> Response[Any]:
    """Send the browser to the issuer."""
    if sign_in.client is None:
        return answer(page(request, templates, "sign_in/not_configured.html"), status=503)
    attempt = await sign_in.attempts.begin(wanted, invitation=invitation)
    try:
        there = await sign_in.client.address(attempt, callback=sign_in.origin(request) + CALLBACK)
    except IssuerAway as problem:
        return issuer_away(request, templates, problem)
    sign_in.cookies.give_attempt(request, attempt.state, attempt.browser, LIMITS.attempt)
    return _leaving(request, sign_in, templates, there, "sign_in/leaving.html")


async def _left(
    request: Asked, sign_in: SignIn, templates: Environment, session: Session
) -> Response[Any]:
    sign_in.cookies.end_session(request)
    request.scope["state"]["session"] = request.scope["state"]["principal"] = None
    if sign_in.client is None:
        return going_on(SIGNED_OUT)
    back = sign_in.origin(request) + SIGNED_OUT
    there = await sign_in.client.leaving(session.shown.id_token, back=back)
    if there is None:
        return going_on(SIGNED_OUT)
    return _leaving(request, sign_in, templates, there, "sign_in/leaving_for_good.html")


def _leaving(
    request: Asked, sign_in: SignIn, templates: Environment, there: str, template: str
) -> Response[Any]:
    """Go to the issuer. After a form only by way of a page: our policy keeps forms to this site."""
    address = sign_in.seen_by_browser(request, there)
    if request.method in READ or address.startswith(sign_in.origin(request) + "/"):
        return going_on(address)
    return answer(page(request, templates, template, address=address))


def not_finished(request: Asked, templates: Environment) -> Response[str]:
    """Something did not fit together; nobody is signed in."""
    return answer(page(request, templates, "sign_in/not_finished.html"), status=400)


def _sorry(request: Asked, templates: Environment, template: str, **values: Any) -> Response[str]:
    return answer(page(request, templates, template, **values), status=403)


def issuer_away(request: Asked, templates: Environment, problem: IssuerAway) -> Response[str]:
    """The issuer does not answer; signing in has to wait."""
    log.warning("the issuer is away", why=str(problem))
    return answer(page(request, templates, "sign_in/issuer_away.html"), status=503)


ROUTES = (sign_in_page, callback, sign_out, sign_out_everywhere, signed_out)
