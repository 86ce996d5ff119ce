"""Two employers found to be one: looked for, seen beside each other, and merged by a hub's lead.

Journey: a hub lead finds a firm twice in the list, once as it offered itself and once as a school wrote it,
opens one of them, chooses the other among those called alike, sees what each has, says which one stays and
merges them. What cannot be merged is refused with what was chosen still chosen; undoing it is on the page
of the one that went.
The rule: only the command decides; the page says beforehand what stays and what does not pass over.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of
from hub_core.access import Principal
from hub_core.employers.employer import Employer
from hub_core.employers.standing_commands import MergeEmployers
from hub_core.execute import execute
from hub_core.log.repository import read_many
from hub_core.refusals import Forbidden, Invalid, Refusal
from projections.hub_dashboard.engaged import EngagedEmployers
from projections.hub_dashboard.search import SearchQueries
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer, going_on
from services.web.hub_employer.beside import SOLE_TRADER, Beside, beside
from services.web.hub_employer.standing import known_employer, verified
from services.web.hub_navigation import HubFrame, hub_frame, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

HERE = "/employers"
PATH = f"/hubs/{{slug:str}}{HERE}/{{employer:uuid}}/merge"
EMPLOYERS = permitted("employers.engagement", about=hub_in_path)
#: Characters of a search that are looked at, how many it takes to find by name, and how many are shown.
LONGEST, SHORTEST, MOST = 80, 2, 20
#: Digits of a Companies House number.
_DIGITS = 8


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One that may be the same: its address with it chosen, and what tells it from others."""

    href: str
    name: str
    about: str


@route(
    PATH, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[EMPLOYERS]
)
async def choose_other(
    request: Asked,
    slug: FromPath[str],
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    find: FromQuery[str] = "",
    other: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """Those called alike, to choose from; or the two chosen, beside each other."""
    frame = await hub_frame(request, templates, slug, HERE)
    ledger = ledger_of(request)
    known = await known_employer(ledger, employer)
    if known.merged_into is not None:
        return going_on(f"/hubs/{slug}{HERE}/{employer}")
    if other is not None and other != employer:
        found = await known_employer(ledger, other)
        if found.merged_into is not None:
            return going_on(f"/hubs/{slug}{HERE}/{other}")
        return await _beside(request, frame, (known, found), principal, templates, sign_in, clock)
    wanted = " ".join(find.split())[:LONGEST] or _alike(known)
    candidates = await _candidates(request, known, wanted, f"/hubs/{slug}{HERE}/{employer}/merge")
    return _shown(
        request,
        templates,
        frame,
        employer=known,
        wanted=wanted,
        candidates=candidates[:MOST],
        more=len(candidates) > MOST,
    )


@post(
    PATH,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[EMPLOYERS],
    status_code=HTTPStatus.OK,
)
async def merge(
    request: Asked,
    slug: FromPath[str],
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[Any]:
    """Merge the two; what is refused is said where it was asked, with what was chosen."""
    frame = await hub_frame(request, templates, slug, HERE)
    posted = await posted_of(request)
    ledger = ledger_of(request)
    known = await known_employer(ledger, employer)
    other = await known_employer(ledger, _id_of(posted.get("other", "")))
    try:
        command = command_of(frame.id, employer, other.id, posted)
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        said = {"wrong": refusal.detail, "stays": posted.get("stays", "")}
        return await _beside(
            request, frame, (known, other), principal, templates, sign_in, clock, **said
        )
    return going_on(f"/hubs/{slug}{HERE}/{command.survivor}?done=merge")


def command_of(hub: UUID, one: UUID, other: UUID, posted: Mapping[str, str]) -> MergeEmployers:
    """The command of the form; raises ``Invalid`` where nobody said which of the two stays."""
    both = {str(one): other, str(other): one}
    stays = posted.get("stays", "")
    if stays not in both or one == other:
        raise Invalid.field("stays", "Choose which of the two stays.")
    return MergeEmployers(hub=hub, survivor=UUID(stays), merged=both[stays])


async def _beside(
    request: Asked,
    frame: HubFrame,
    both: tuple[Employer, Employer],
    principal: Principal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    *,
    wrong: str = "",
    stays: str = "",
) -> Response[str]:
    ledger = ledger_of(request)
    known = {one for employer in both for one in (employer.id, *employer.absorbed)}
    met = await EngagedEmployers(sign_in.parts.pool).meetings(
        frame.id, known, scope=scope_of_request(request)
    )
    if isinstance(met, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    found: Beside = beside(
        both,
        [await verified(ledger, one, frame.id) for one in both],
        met,
        hub=frame.id,
        academic_year=academic_year_of(clock().astimezone(ENGLAND).date()),
    )
    return _shown(
        request,
        templates,
        frame,
        employer=both[0],
        beside=found,
        merges=may_at(principal, MergeEmployers.OPERATION, frame.id),
        once=new_form(),
        wrong=wrong,
        stays=stays,
    )


async def _candidates(request: Asked, known: Employer, wanted: str, here: str) -> list[Candidate]:
    """Other employers called so or with this number, one more than are shown at most."""
    if len(wanted) < SHORTEST:
        return []
    queries = SearchQueries(request.app.state.parts.pool)
    found = await queries.named(wanted, most=MOST + 2, scope=scope_of_request(request))
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The register is being put together.")
    ledger = ledger_of(request)
    numbered = await ledger.holders(_numbers(wanted))
    ids = [*numbered.values(), *(one for one, _ in found.employers)]
    employers = await read_many(ledger, Employer, ids)
    return [
        Candidate(
            href=f"{here}?other={one.id}", name=one.details.name or SOLE_TRADER, about=_about(one)
        )
        for one in employers.values()
        if one.id != known.id and one.merged_into is None
    ][: MOST + 1]


def _numbers(wanted: str) -> list[str]:
    """The keys under which an employer of this number would be found."""
    number = "".join(wanted.split()).upper()
    if not number.isalnum() or not any(map(str.isdigit, number)):
        return []
    return [f"company:{number.zfill(_DIGITS)}", f"charity:{number}"]


def _about(one: Employer) -> str:
    details = one.details
    registered = details.company_number or details.charity_number
    said = (
        details.form.label,
        f"number {registered}" if registered else details.postcode or "",
        "verified" if one.verified_by else "not verified",
    )
    return ", ".join(part for part in said if part)


def _alike(known: Employer) -> str:
    """What others called like it are looked for by: the first word of its name."""
    words = (known.details.name or "").split()
    return next((word for word in words if len(word) > SHORTEST), " ".join(words))


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("This form is not one of this page’s. Open the page again.") from None


def _shown(
    request: Asked, templates: Templates, frame: HubFrame, *, employer: Employer, **shown: Any
) -> Response[str]:
    nothing = {"beside": None, "candidates": (), "more": False, "wanted": "", "wrong": ""}
    text = page(
        request,
        templates,
        "hub/employer_merge.html",
        frame=frame,
        employer=employer,
        here=f"/hubs/{frame.slug}{HERE}",
        **(nothing | shown),
    )
    status = HTTPStatus.CONFLICT if shown.get("wrong") else HTTPStatus.OK
    return answer(text, status=status)


ROUTES = (choose_other, merge)
