"""For whom somebody acts: chosen, changed, lent for a while; and the plain page of an organisation.

The rule: every change of what a session may do gives it another token, and asks who the person is anew.
"""

from typing import Any
from uuid import UUID

from litestar import Response, post, route
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Principal, Resource
from hub_core.execute import execute
from hub_core.identity.people.hub_commands import BeginActingOnBehalf, EndActingOnBehalf
from hub_core.identity.people.on_behalf import ACTING
from hub_core.identity.people.organisation_names import names_of
from hub_core.identity.people.principals import Held, organisations_of, principal_of
from hub_core.identity.sessions import Session
from hub_core.membership.keys import urn_key
from hub_core.refusals import NotFound, Refusal
from hub_core.work import Command
from services.http.parts import CurrentPrincipal
from services.http.permission import permitted
from services.web.answers import answer, going_on
from services.web.once import asked_by
from services.web.shell import page
from services.web.sign_in.begin import change
from services.web.sign_in.cookies import Connection
from services.web.sign_in.landing import first_page
from services.web.sign_in.organisation_facts import facts_of
from services.web.sign_in.pages import OWN_SESSION, READ, Asked, Templates
from services.web.sign_in.signing_in import SignIn, SigningIn


async def organisation_in_path(connection: Connection) -> Resource | None:
    """The organisation the path names, if the caller acts for it."""
    principal: Principal = connection.scope["state"]["principal"]
    own = principal.organisation
    if own is None or own.id != connection.path_params["organisation"]:
        return None
    return Resource.of(own)


@route("/home", http_method=READ, include_in_schema=False, guards=[OWN_SESSION])
async def home(principal: CurrentPrincipal, sign_in: SigningIn) -> Response[Any]:
    """Wherever this person begins."""
    return going_on(await first_page(principal, sign_in.parts.platform.ledger))


@route("/organisation", http_method=READ, include_in_schema=False, guards=[OWN_SESSION])
async def account(
    request: Asked, principal: CurrentPrincipal, sign_in: SigningIn, templates: Templates
) -> Response[str]:
    """Whom one acts for, whom else one may act for, and signing out everywhere."""
    return await _account(request, principal, sign_in, templates)


@post("/organisation", include_in_schema=False, guards=[OWN_SESSION])
async def switch(
    request: Asked, principal: CurrentPrincipal, sign_in: SigningIn, templates: Templates
) -> Response[Any]:
    """Act for another organisation."""
    session: Session = request.scope["state"]["session"]
    wanted = str((await request.form()).get("organisation", ""))
    held = await organisations_of(sign_in.parts.platform.ledger, session.person)
    at = next((one for one in held if spelt(one.organisation) == wanted), None)
    if at is None:
        why = "Choose one of the organisations in the list."
        return await _account(request, principal, sign_in, templates, switch_error=why)
    now = await change(sign_in, request, session, at=at, held=held)
    if now is None:
        return going_on("/sign-in")
    return going_on(await first_page(now, sign_in.parts.platform.ledger))


@post("/acting", include_in_schema=False, guards=[OWN_SESSION])
async def begin_acting(
    request: Asked, principal: CurrentPrincipal, sign_in: SigningIn, templates: Templates
) -> Response[Any]:
    """Begin to act on behalf of a member of the hub."""
    session: Session = request.scope["state"]["session"]
    ledger = sign_in.parts.platform.ledger
    urn = str((await request.form()).get("urn", "")).strip()[:20]
    known = await ledger.holders([urn_key(urn)]) if urn.isdecimal() else {}
    institution = known.get(urn_key(urn))
    try:
        if institution is None:
            raise NotFound("No school or college has this URN. It has six digits.")
        command = BeginActingOnBehalf(hub=session.organisation.id, institution=institution)
        await _do(command, principal, sign_in, request)
    except Refusal as refusal:
        return await _account(
            request, principal, sign_in, templates, acting_error=refusal.detail, urn=urn
        )
    behalf = Organisation(OrganisationKind.INSTITUTION, institution)
    at, held = await _own(sign_in, session)
    names = await names_of(ledger, [behalf])
    now = await change(
        sign_in, request, session, at=at, on_behalf_of=behalf, behalf_name=names[behalf], held=held
    )
    return going_on("/sign-in" if now is None else await first_page(now, ledger))


@post("/acting/end", include_in_schema=False, guards=[OWN_SESSION])
async def end_acting(request: Asked, sign_in: SigningIn) -> Response[Any]:
    """Be oneself again."""
    session: Session = request.scope["state"]["session"]
    ledger = sign_in.parts.platform.ledger
    if session.on_behalf_of is None:
        return going_on("/home")
    at, held = await _own(sign_in, session)
    own = await principal_of(ledger, session.person, session.organisation)
    if own is not None:
        command = EndActingOnBehalf(
            hub=session.organisation.id, institution=session.on_behalf_of.id
        )
        await _do(command, own, sign_in, request)
    now = await change(sign_in, request, session, at=at, held=held)
    return going_on("/sign-in" if now is None else await first_page(now, ledger))


@route(
    "/organisations/{organisation:uuid}",
    http_method=READ,
    include_in_schema=False,
    guards=[permitted("identity.organisation_page", about=organisation_in_path)],
)
async def organisation_page(
    request: Asked,
    organisation: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[str]:
    """What there is to know today about the organisation somebody acts for."""
    assert principal.organisation is not None
    assert principal.organisation.id == organisation
    facts = await facts_of(sign_in.parts.platform.ledger, principal.organisation)
    return answer(page(request, templates, "organisation.html", facts=facts))


def spelt(organisation: Organisation) -> str:
    """An organisation as a form names it."""
    return f"{organisation.kind.value}:{organisation.id}"


async def _do(command: Command, principal: Principal, sign_in: SignIn, request: Asked) -> None:
    await execute(command, principal, sign_in.parts.platform, asked_by(request))


async def _own(sign_in: SignIn, session: Session) -> tuple[Held, tuple[Held, ...]]:
    """Where the session's person is themselves, and everywhere they are."""
    held = await organisations_of(sign_in.parts.platform.ledger, session.person)
    at = next(one for one in held if one.organisation == session.organisation)
    return at, held


async def _account(
    request: Asked, principal: Principal, sign_in: SignIn, templates: Any, **values: Any
) -> Response[str]:
    session: Session = request.scope["state"]["session"]
    held = await organisations_of(sign_in.parts.platform.ledger, session.person)
    text = page(
        request,
        templates,
        "sign_in/organisation.html",
        held=[
            (spelt(one.organisation), one, one.organisation == session.organisation) for one in held
        ],
        acts=bool(principal.roles & ACTING) and session.on_behalf_of is None,
        **values,
    )
    wrong = "switch_error" in values or "acting_error" in values
    return answer(text, status=422 if wrong else 200)


ROUTES = (home, account, switch, begin_acting, end_acting, organisation_page)
