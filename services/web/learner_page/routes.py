"""The routes of a learner's own record: asked for by a form, never by an address.

The rule: addresses are written down along the way, so a reference is not in one; who looked is recorded.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.params import FromPath

from hub_core.learner_record import LearnerRecord, record_of_learner
from hub_core.rosters.commands import LearnerReference
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer
from services.web.institution_frame import frame
from services.web.learner_page.view import learner_view
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND, long_date

LEARNERS = "/institutions/{institution:uuid}/learners"
RECORD = permitted("rosters.learner_record", about=institution_in_path)
NOT_TYPED = "Enter the learner’s reference as your roster writes it."
NOT_KNOWN = "There is no learner of this reference here. Write it as your roster does."
ERASED = "The reference was destroyed: nothing can be found by it any more."


@route(
    LEARNERS,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[RECORD],
)
async def learners(
    request: Asked, institution: FromPath[UUID], principal: CurrentPrincipal, templates: Templates
) -> Response[str]:
    """Where the reference is typed."""
    also_about(request.scope, learners=0)
    framed = await frame(request, principal, institution, "learners")
    text = page(request, templates, "institution/learners.html", frame=framed, error="", typed="")
    return answer(text)


@post(f"{LEARNERS}/record", include_in_schema=False, status_code=200, guards=[RECORD])
async def learner(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """The record, to read and to print; nothing is recorded but that it was read."""
    typed = str((await request.form()).get("reference", "")).strip()
    framed = await frame(request, principal, institution, "learners")
    found = await _found(sign_in, institution, typed)
    if found is None or not found.known:
        error = ERASED if found is not None and found.erased else NOT_KNOWN if typed else NOT_TYPED
        text = page(
            request, templates, "institution/learners.html", frame=framed, error=error, typed=typed
        )
        return answer(text, status=404)
    text = page(
        request,
        templates,
        "institution/learner.html",
        frame=framed,
        learner=learner_view(found),
        today=long_date(clock().astimezone(ENGLAND).date()),
    )
    return answer(text)


async def _found(sign_in: Any, institution: UUID, typed: str) -> LearnerRecord | None:
    try:
        reference = msgspec.convert(typed, LearnerReference)
    except msgspec.ValidationError:
        return None
    parts = sign_in.parts
    return await record_of_learner(parts.platform.ledger, parts.vault, institution, reference)


ROUTES = (learners, learner)
