"""The routes of a school's staff: the page, one route for its forms, and cancelling a booking.

The rule: names come out of the vault for this page alone, and each look is recorded; whoever may only look
is offered no form.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.execute import ENGLAND, execute
from hub_core.guidance.adviser import Adviser
from hub_core.guidance.reach import OF_ADVISERS
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import read
from hub_core.refusals import Forbidden, Refusal
from hub_core.training.institution_commands import CancelBooking
from hub_core.training.record import TrainingRecord, training_record_stream
from hub_core.training_on_offer import bookings_of, open_to
from hub_core.workforce.register import Workforce, workforce_stream
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer, going_on
from services.web.institution_frame import Frame, frame
from services.web.links.fields import Answers
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.staff_names import FORGOTTEN, names_of_staff
from services.web.staff_page.forms import StaffForm, forms, note
from services.web.staff_page.view import booked, leader_in_words, on_offer, trained
from services.web.words import long_date

STAFF = "/institutions/{institution:uuid}/staff"
LOOK = permitted("workforce.workforce", about=institution_in_path)
ADVISERS = "guidance.advisers"
#: What the page offers to whoever may do it.
_OPERATIONS = tuple(one.command.OPERATION for one in forms((), ()).values())


@route(STAFF, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[LOOK])
async def staff(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    done: FromQuery[str] = "",
) -> Response[str]:
    """Who leads and advises, who is trained until when, what is booked, and what can be."""
    framed = await frame(
        request, principal, institution, "staff", ADVISERS, CancelBooking.OPERATION, *_OPERATIONS
    )
    platform, vault = sign_in.parts.platform, sign_in.parts.vault
    ledger, today = platform.ledger, clock().astimezone(ENGLAND).date()
    posts = await read(ledger, Workforce, workforce_stream(institution))
    record = await read(ledger, TrainingRecord, training_record_stream(institution))
    bookings = await bookings_of(ledger, institution)
    shown = {one.person for one in bookings} | {person for person, _ in record.completions}
    if posts.leader is not None:
        shown.add(posts.leader.person)
    names = await names_of_staff(posts, vault, shown)
    known = forms((), ())
    text = page(
        request,
        templates,
        "institution/staff.html",
        frame=framed,
        leads=leader_in_words(posts, record, names, today),
        in_post=posts.leader is not None,
        trained=trained(record, names, today),
        booked=booked(bookings, names),
        offers=on_offer(await open_to(ledger, institution, today)),
        advisers=await _advisers(sign_in.parts, institution) if ADVISERS in framed.may else (),
        may={key for key, one in known.items() if one.command.OPERATION in framed.may},
        may_cancel=CancelBooking.OPERATION in framed.may,
        done=known[done].done if done in known else "",
        cancelled=done == "cancelled",
        once=new_form(),
    )
    return answer(text)


@route(
    f"{STAFF}/{{form:str}}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[LOOK],
)
async def staff_form(
    request: Asked,
    institution: FromPath[UUID],
    form: FromPath[str],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    training: FromQuery[str] = "",
) -> Response[str]:
    """One of the page's forms."""
    chosen = await _form(sign_in.parts, institution, form, clock)
    framed = await frame(request, principal, institution, "staff", chosen.command.OPERATION)
    if chosen.command.OPERATION not in framed.may:
        raise Forbidden("You may not change this for the organisation.")
    return _shown(request, templates, framed, chosen, Answers({"training": training}))


@post(f"{STAFF}/{{form:str}}", include_in_schema=False, guards=[LOOK])
async def tell(
    request: Asked,
    institution: FromPath[UUID],
    form: FromPath[str],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """Do what the form says, or give it back with what is wrong with it."""
    posted = {key: str(value).replace("\x00", "") for key, value in (await request.form()).items()}
    chosen = await _form(sign_in.parts, institution, form, clock)
    framed = await frame(request, principal, institution, "staff")
    answers = Answers(posted)
    command = chosen.read(institution, answers)
    if command is not None:
        try:
            await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
        except Forbidden:
            raise
        except Refusal as refusal:
            note(answers, refusal)
        else:
            return going_on(f"{framed.address}/staff?done={chosen.key}")
    return _shown(request, templates, framed, chosen, answers)


@post(
    f"{STAFF}/bookings/{{booking:uuid}}/cancel",
    include_in_schema=False,
    guards=[permitted(CancelBooking.OPERATION, about=institution_in_path)],
)
async def cancel(
    request: Asked,
    institution: FromPath[UUID],
    booking: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
) -> Response[bytes]:
    """Give a place back; whoever waits longest has it."""
    posted = {key: str(value) for key, value in (await request.form()).items()}
    platform = sign_in.parts.platform
    held = {one.booking: one.training for one in await bookings_of(platform.ledger, institution)}
    if booking not in held:
        raise NotFoundException("This school or college has no such booking.")
    command = CancelBooking(institution=institution, training=held[booking], booking=booking)
    await execute(command, principal, platform, asked_by(request, posted, about=str(booking)))
    return going_on(f"/institutions/{institution}/staff?done=cancelled#booked")


async def _form(parts: Any, institution: UUID, key: str, clock: Any) -> StaffForm:
    ledger, today = parts.platform.ledger, clock().astimezone(ENGLAND).date()
    posts = await read(ledger, Workforce, workforce_stream(institution))
    names = await names_of_staff(posts, parts.vault, posts.people)
    trainings = [
        (str(one.training), f"{one.kind}, {one.day}: {one.places[0].lower()}{one.places[1:]}")
        for one in on_offer(await open_to(ledger, institution, today))
    ]
    people = sorted((str(one), name) for one, name in names.items() if name != FORGOTTEN)
    known = forms(tuple(sorted(people, key=lambda one: one[1])), tuple(trainings))
    if key not in known:
        raise NotFoundException("There is no such form here.")
    return known[key]


def _shown(
    request: Asked, templates: Any, framed: Frame, form: StaffForm, answers: Answers
) -> Response[str]:
    text = page(
        request,
        templates,
        "institution/staff_form.html",
        frame=framed,
        form=form,
        values=answers.values,
        errors=answers.errors,
        once=new_form(),
    )
    return answer(text, status=422 if answers.errors else 200)


class AdviserLine(msgspec.Struct, frozen=True, kw_only=True):
    """One adviser who advises here now."""

    name: str
    level: str
    where: str
    since: str


async def _advisers(parts: Any, institution: UUID) -> list[AdviserLine]:
    found = await all_of_institution(parts.platform.ledger, Adviser, institution, OF_ADVISERS)
    return [
        AdviserLine(
            name=await parts.vault.reveal(one.details.name) or FORGOTTEN,
            level=f"Level {one.details.level}" if one.details.level else "Level not known",
            where=one.details.presence.label,
            since=long_date(one.since),
        )
        for one in found
        if one.left_on is None
    ]


ROUTES = (staff, staff_form, tell, cancel)
