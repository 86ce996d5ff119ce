"""The pages of personal guidance at a school or college.

Journey: an adviser opens the page before the day's meetings, sees whom to see next and why, meets them,
and records each with what was agreed; whoever was met moves down the list. A meeting that cannot be
recorded comes back as it was typed, with the reason.
The rule: the list names learners, so it is read under the school's own access and each reading is recorded.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.params import FromPath, FromQuery

from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.execute import ENGLAND, execute
from hub_core.guidance.adviser import Adviser
from hub_core.guidance.meeting import GuidanceMeeting
from hub_core.guidance.priority import Place, in_order
from hub_core.guidance.reach import (
    OF_ADVISERS,
    OF_MEETINGS,
    known_of_everybody,
)
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import look
from hub_core.refusals import Forbidden, Refusal
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.values import year_group_label
from services.http.parts import CurrentPrincipal, Parts
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer, going_on
from services.web.guidance_page.form import (
    DUE,
    FOLLOW_UP,
    HELD_ON,
    MINUTES,
    MODE,
    OWNERS,
    MeetingForm,
)
from services.web.institution_frame import Frame, frame
from services.web.links.fields import day_values
from services.web.once import asked_by, new_form
from services.web.pages import READ, Answers, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import long_date

GUIDANCE = "/institutions/{institution:uuid}/guidance"
RECORD = "guidance.record_meeting"
#: Learners on one page of the list: a term of one adviser's meetings.
SHOWN = 60


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The learners ``on_roll``, how many of them had no meeting yet, and the first to be seen."""

    on_roll: int
    unmet: int
    first: tuple[Place, ...]


@route(
    GUIDANCE,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[permitted("guidance.queue", about=institution_in_path)],
)
async def guidance(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    kept_answers: Answers,
    recorded: FromQuery[bool] = False,
) -> Response[str]:
    """Who should be seen next, those who need it most first."""
    framed = await frame(request, principal, institution, "guidance", RECORD)
    ledger, today = sign_in.parts.platform.ledger, clock().astimezone(ENGLAND).date()

    async def work_out() -> Queue:
        return await _queue(ledger, institution, today)

    queue = await kept_answers.of(institution, ("guidance", today), work_out)
    order = queue.first
    names = await sign_in.parts.vault.references(institution, (one.known.learner for one in order))
    text = page(
        request,
        templates,
        "institution/guidance.html",
        frame=framed,
        may_record=RECORD in framed.may,
        on_roll=queue.on_roll,
        unmet=queue.unmet,
        places=[
            {
                "learner": names[one.known.learner],
                "year_group": year_group_label(one.known.year_group),
                "why": _sentence(tuple(reason.label for reason in one.reasons)),
                "met": "None yet" if one.known.last_met is None else long_date(one.known.last_met),
            }
            for one in order
            if one.known.learner in names  # whoever was erased is nobody to be seen
        ],
        recorded=recorded,
    )
    return answer(text)


async def _queue(ledger: Ledger, institution: UUID, today: date) -> Queue:
    looked = await look(ledger)
    activities = await looked.all_of(Activity, [institution], OF_ACTIVITIES)
    meetings = await looked.all_of(GuidanceMeeting, [institution], OF_MEETINGS)
    everybody = known_of_everybody(
        await looked.read(Roster, roster_stream(institution)),
        activities[institution],
        meetings[institution],
        today=today,
    )
    return Queue(
        on_roll=len(everybody),
        unmet=sum(known.last_met is None for known in everybody),
        first=tuple(in_order(everybody, today=today)[:SHOWN]),
    )


@route(
    f"{GUIDANCE}/record",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[permitted("guidance.advisers", about=institution_in_path)],
)
async def recording(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """The form of one meeting."""
    framed = await frame(request, principal, institution, "guidance", RECORD)
    if RECORD not in framed.may:
        raise Forbidden("You may not record guidance meetings for this organisation.")
    begins_with = day_values(HELD_ON.name, clock().astimezone(ENGLAND).date())
    form = MeetingForm(begins_with, await _advisers(sign_in.parts, institution))
    return _form(request, templates, framed, form)


@post(
    f"{GUIDANCE}/record",
    include_in_schema=False,
    guards=[permitted(RECORD, about=institution_in_path)],
)
async def record(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """Record the meeting, or give the form back with what is wrong with it."""
    posted = {key: str(value).replace("\x00", "") for key, value in (await request.form()).items()}
    framed = await frame(request, principal, institution, "guidance", RECORD)
    form = MeetingForm(posted, await _advisers(sign_in.parts, institution))
    command = form.command(institution)
    if command is not None:
        try:
            await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
        except Refusal as refusal:
            form.refused(refusal)
        else:
            return going_on(f"{framed.address}/guidance?recorded=true")
    return _form(request, templates, framed, form)


def _form(request: Asked, templates: Any, framed: Frame, form: MeetingForm) -> Response[str]:
    text = page(
        request,
        templates,
        "institution/guidance_record.html",
        frame=framed,
        form=form,
        errors=form.errors,
        held_on=HELD_ON,
        minutes=MINUTES,
        mode=MODE,
        owners=OWNERS,
        due=DUE,
        follow_up=FOLLOW_UP,
        once=new_form(),
    )
    return answer(text, status=422 if form.errors else 200)


def _sentence(reasons: tuple[str, ...]) -> str:
    """No guidance meeting yet; in Year 11 or 13."""
    first, *others = reasons or ("",)
    return "; ".join((first, *(one[0].lower() + one[1:] for one in others)))


async def _advisers(parts: Parts, institution: UUID) -> tuple[tuple[str, str], ...]:
    """Who advises here now: ids and names."""
    found = await all_of_institution(parts.platform.ledger, Adviser, institution, OF_ADVISERS)
    return tuple(
        [
            (str(one.id), await parts.vault.reveal(one.details.name) or "A name no longer known")
            for one in found
            if one.left_on is None
        ]
    )


ROUTES = (guidance, recording, record)
