"""The page of providers' requests: what waits and since when, and one form that answers each.

Journey: a careers leader reads who wants to meet which year groups on which days, picks the day or says no
with a reason, and the provider is told at once; what was answered stays in the list with its day.
The rule: a refusal always carries its reason, and every request stays on the page, whatever became of it.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from jinja2 import Environment
from litestar import MediaType, Response, post, route
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.execute import ENGLAND, execute
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.provider_access.codes import RefusalReason, RequestStatus
from hub_core.provider_access.request import OF_REQUESTS, AccessRequest
from hub_core.provider_access.school_commands import AskForAnotherDate, GrantAccess, RefuseAccess
from hub_core.refusals import Refusal
from hub_core.values import listed, year_group_label
from hub_core.work import Command
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer, going_on
from services.web.institution_frame import frame
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import counted, long_date

REQUESTS = "/institutions/{institution:uuid}/provider-requests"
GRANT = "providers.grant_access"
REFUSE, OTHER_DATE = "refuse", "another-date"
NO_ANSWER = "Choose a day, another date, or no."
NO_REASON = "Choose why you say no: the provider sees the reason."


class Enquiry(msgspec.Struct, frozen=True, kw_only=True):
    """One request in words; ``days`` can be agreed to while it waits."""

    id: UUID
    provider: str
    year_groups: str
    routes: str
    waited: str
    status: str
    waiting: bool
    days: tuple[tuple[str, str], ...]
    told: str


@route(
    REQUESTS,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[permitted("providers.requests", about=institution_in_path)],
)
async def requests(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    answered: FromQuery[bool] = False,
) -> Response[str]:
    """What waits for an answer, and what was answered."""
    ledger, today = sign_in.parts.platform.ledger, clock().astimezone(ENGLAND).date()
    return await _page(request, principal, institution, ledger, templates, today, answered=answered)


@post(
    f"{REQUESTS}/{{enquiry:uuid}}/answer",
    include_in_schema=False,
    guards=[permitted(GRANT, about=institution_in_path)],
)
async def give_answer(
    request: Asked,
    institution: FromPath[UUID],
    enquiry: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """A day agreed, another date asked for, or no."""
    form = await request.form()
    typed = {name: str(value) for name, value in form.items()}
    platform, today = sign_in.parts.platform, clock().astimezone(ENGLAND).date()
    command, error = _command(institution, enquiry, typed)
    if command is not None:
        try:
            await execute(
                command, principal, platform, asked_by(request, typed, about=str(enquiry))
            )
        except Refusal as refusal:
            error = refusal.detail
        else:
            return going_on(f"/institutions/{institution}/provider-requests?answered=true")
    return await _page(
        request,
        principal,
        institution,
        platform.ledger,
        templates,
        today,
        wrong=(enquiry, error),
        typed=typed,
    )


def _command(institution: UUID, enquiry: UUID, typed: dict[str, str]) -> tuple[Command | None, str]:
    """What the answer amounts to, or what is missing from it."""
    chosen = typed.get("answer", "")
    if chosen == OTHER_DATE:
        return AskForAnotherDate(institution=institution, enquiry=enquiry), ""
    if chosen == REFUSE:
        if typed.get("reason") not in {one.value for one in RefusalReason}:
            return None, NO_REASON
        reason = RefusalReason(typed["reason"])
        return RefuseAccess(institution=institution, enquiry=enquiry, reason=reason), ""
    try:
        day = date.fromisoformat(chosen)
    except ValueError:
        return None, NO_ANSWER
    return GrantAccess(institution=institution, enquiry=enquiry, agreed_for=day), ""


async def _page(
    request: Asked,
    principal: Principal,
    institution: UUID,
    ledger: Ledger,
    templates: Environment,
    today: date,
    *,
    answered: bool = False,
    wrong: tuple[UUID, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    found = await all_of_institution(ledger, AccessRequest, institution, OF_REQUESTS)
    found.sort(key=lambda one: (one.asked_on, str(one.id)))
    names = await _names(ledger, found)
    told = [_told(one, names, today) for one in found]
    text = page(
        request,
        templates,
        "institution/provider_requests.html",
        frame=(framed := await frame(request, principal, institution, "requests", GRANT)),
        may_answer=GRANT in framed.may,
        waiting=[one for one in told if one.waiting],
        settled=[one for one in reversed(told) if not one.waiting],
        reasons=tuple(RefusalReason),
        answered=answered and wrong is None,
        wrong=wrong[0] if wrong else None,
        error=wrong[1] if wrong else "",
        typed=typed or {},
        once=new_form(),
    )
    return answer(text, status=422 if wrong else 200)


def _told(one: AccessRequest, names: dict[UUID, str], today: date) -> Enquiry:
    waiting = one.status is RequestStatus.WAITING
    days = one.days_waiting(today)
    return Enquiry(
        id=one.id,
        provider=_provider(one, names),
        year_groups=listed(tuple(map(year_group_label, one.year_groups))),
        routes=listed(tuple(route.label for route in one.routes)),
        waited="today" if not days else f"for {counted(days, 'day')}",
        status=one.status.label,
        waiting=waiting,
        days=tuple((day.isoformat(), long_date(day)) for day in sorted(one.dates) if day >= today),
        told=_outcome(one),
    )


def _outcome(one: AccessRequest) -> str:
    if one.refusal is not None:
        return one.refusal.label
    if one.agreed_for is not None:
        return long_date(one.agreed_for)
    return f"asked on {long_date(one.asked_on)}"


def _provider(one: AccessRequest, names: dict[UUID, str]) -> str:
    asking = one.asking
    for named in (asking.provider, asking.employer):
        if named is not None and named in names:
            return names[named]
    return asking.name or asking.kind.label


async def _names(ledger: Ledger, found: list[AccessRequest]) -> dict[UUID, str]:
    wanted = {
        Organisation(kind, named)
        for one in found
        for kind, named in (
            (OrganisationKind.INSTITUTION, one.asking.provider),
            (OrganisationKind.EMPLOYER, one.asking.employer),
        )
        if named is not None
    }
    return {one.id: name for one, name in (await names_of(ledger, wanted)).items()}


ROUTES = (requests, give_answer)
