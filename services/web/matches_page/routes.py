"""The page of matches: an employer's telling beside the school's own, and one press that decides.

Journey: a careers leader reads two lines and why they may be one, presses “the same” or “two of them”, and
the next pair stands on top; a wrong press is taken back further down.
The rule: a suggestion decides nothing, and nobody is named or counted in one.
"""

from typing import Any
from uuid import UUID

import msgspec
from jinja2 import Environment
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.execute import execute
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.matching.commands import MatchEncounter, RejectMatch, SplitMatch
from hub_core.matching.events import SplitReason
from hub_core.matching.match import MatchStatus
from hub_core.matching.records import Decision, Record, Records
from hub_core.matching.suggestions import Suggestion
from hub_core.refusals import Refusal
from hub_core.told_twice import records_of, suggestions_in
from hub_core.work import Command
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer, going_on
from services.web.institution_frame import frame
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import long_date

MATCHES = "/institutions/{institution:uuid}/matches"
SUGGESTIONS = permitted("matching.suggestions", about=institution_in_path)
DECIDE = "matching.match_encounter"
#: Pairs on the page, and decisions of the past.
SHOWN = 10


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One telling of an encounter, in words."""

    id: UUID
    what: str
    day: str
    employer: str


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two tellings that may be one encounter, and what they have in common."""

    encounter: Telling
    activity: Telling
    reasons: tuple[str, ...]
    status: str = ""
    matched: bool = False
    decided: str = ""


@route(
    MATCHES,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[SUGGESTIONS],
)
async def matches(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    decided: FromQuery[str] = "",
) -> Response[str]:
    """Pairs to decide, the likeliest first, and what was decided."""
    ledger = sign_in.parts.platform.ledger
    return await _page(request, principal, institution, ledger, templates, decided=decided)


@post(
    f"{MATCHES}/same",
    include_in_schema=False,
    guards=[permitted(DECIDE, about=institution_in_path)],
)
async def same(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """They are one encounter, and count once."""
    pair = await _pair(request)
    command = MatchEncounter(institution=institution, **pair)
    return await _decide(request, command, principal, sign_in, templates, said="same")


@post(
    f"{MATCHES}/two",
    include_in_schema=False,
    guards=[permitted("matching.reject_match", about=institution_in_path)],
)
async def two(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """They are two, and are not suggested again."""
    pair = await _pair(request)
    command = RejectMatch(institution=institution, **pair)
    return await _decide(request, command, principal, sign_in, templates, said="two")


@post(
    f"{MATCHES}/split",
    include_in_schema=False,
    guards=[permitted("matching.split_match", about=institution_in_path)],
)
async def split(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """A match taken back: they were two after all."""
    pair = await _pair(request)
    command = SplitMatch(institution=institution, reason=SplitReason.TWO_ENCOUNTERS, **pair)
    return await _decide(request, command, principal, sign_in, templates, said="split")


async def _decide(
    request: Asked, command: Any, principal: Principal, sign_in: Any, templates: Any, *, said: str
) -> Response[Any]:
    platform = sign_in.parts.platform
    decision: Command = command
    # The page has many forms, and one id for them all.
    asked = asked_by(request, await request.form(), about=f"{command.encounter}:{command.activity}")
    try:
        await execute(decision, principal, platform, asked)
    except Refusal as refusal:
        return await _page(
            request,
            principal,
            command.institution,
            platform.ledger,
            templates,
            error=refusal.detail,
        )
    return going_on(f"/institutions/{command.institution}/matches?decided={said}")


async def _page(
    request: Asked,
    principal: Principal,
    institution: UUID,
    ledger: Ledger,
    templates: Environment,
    *,
    decided: str = "",
    error: str = "",
) -> Response[str]:
    framed = await frame(request, principal, institution, "matches", DECIDE)
    records = await records_of(ledger, institution)
    found = await suggestions_in(ledger, records)
    names = await _names(ledger, records)
    past = sorted(records.decisions.values(), key=lambda one: one.decided_on, reverse=True)
    pairs = [_decided(one, records, names) for one in past]
    text = page(
        request,
        templates,
        "institution/matches.html",
        frame=framed,
        may_decide=DECIDE in framed.may,
        pairs=[_suggested(one, names) for one in found[:SHOWN]],
        undecided=len(found),
        past=[one for one in pairs if one is not None][:SHOWN],
        decided=decided,
        error=error,
        once=new_form(),
    )
    return answer(text, status=409 if error else 200)


def _suggested(one: Suggestion, names: dict[UUID, str]) -> Pair:
    return Pair(
        encounter=_telling(one.encounter, names),
        activity=_telling(one.activity, names),
        reasons=tuple(reason.label for reason in one.reasons),
    )


def _decided(one: Decision, records: Records, names: dict[UUID, str]) -> Pair | None:
    """A decision in words; None where one of the two is no longer there."""
    encounter = records.encounters.get(one.encounter)
    activity = records.activities.get(one.activity)
    if encounter is None or activity is None:
        return None
    return Pair(
        encounter=_telling(encounter, names),
        activity=_telling(activity, names),
        reasons=(),
        status=one.status.label,
        matched=one.status is MatchStatus.MATCHED,
        decided=long_date(one.decided_on),
    )


def _telling(one: Record, names: dict[UUID, str]) -> Telling:
    mode = "" if one.mode is None else f", {one.mode.label.lower()}"
    return Telling(
        id=one.id,
        what=f"{one.type.label}{mode}",
        day=long_date(one.on),
        employer=names.get(one.employer, "") if one.employer is not None else "",
    )


async def _names(ledger: Ledger, records: Records) -> dict[UUID, str]:
    told = [*records.encounters.values(), *records.activities.values()]
    employers = {
        Organisation(OrganisationKind.EMPLOYER, one.employer)
        for one in told
        if one.employer is not None
    }
    return {one.id: name for one, name in (await names_of(ledger, employers)).items()}


async def _pair(request: Asked) -> dict[str, UUID]:
    form = await request.form()
    try:
        return {name: UUID(str(form.get(name, ""))) for name in ("encounter", "activity")}
    except ValueError:
        raise NotFoundException("There is no such pair here. Go back and choose one.") from None


ROUTES = (matches, same, two, split)
