"""Feedback over HTTP: class codes, both sides' answers, and what was made of encounters beside their number.

A teacher gets a code (``POST …/feedback/class-codes``), reads it out, and each learner answers two
questions at ``/feedback``. The school sees what they said once the code is closed, the employer sees it
protected beside the school's own answer, the hub sees both by type of encounter.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.belonging import members_of
from hub_core.encounters.offer import no_such_encounter
from hub_core.encounters.part import OF_PARTS, Part
from hub_core.execute import ENGLAND
from hub_core.feedback.class_code import as_read_out
from hub_core.feedback.commands import (
    AskLearners,
    CloseClassCode,
    GiveEmployerFeedback,
    GiveInstitutionFeedback,
)
from hub_core.feedback.events import OF_FEEDBACK
from hub_core.feedback.feedback import Feedback, feedback_stream
from hub_core.feedback.tally import Tallies, held_at, tallies_of, together
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load
from hub_core.matching.events import EncounterMatched, MatchRejected, MatchSplit
from hub_core.matching.match import Match
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.values import AcademicYear
from services.encounters.about import part_in_path
from services.encounters.feedback_views import (
    EncounterFeedback,
    FeedbackOfYear,
    OwnFeedback,
    of_encounter,
    of_year,
    own,
)
from services.http.parts import OpenParts, OpenPlatform, Parts
from services.http.permission import hub_in_path, institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_OF_MATCHES = (EncounterMatched, MatchRejected, MatchSplit)
_INSTITUTION = "/institutions/{institution:uuid}/feedback"
_PART = "/institutions/{institution:uuid}/encounters/{encounter:uuid}/feedback"

Year = Annotated[
    AcademicYear | None, QueryParameter(description="Academic year; the current one by default.")
]


@read_route(_INSTITUTION, operation="feedback.of_institution", about=institution_in_path)
async def of_institution(
    platform: OpenPlatform, institution: FromPath[UUID], year: Year = None
) -> Response[FeedbackOfYear]:
    """What was made of an institution's encounters and activities, by type, beside how many there were."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    today = platform.clock().astimezone(ENGLAND).date()
    chosen = year or academic_year_of(today)
    tallies = await _tallies(platform.ledger, institution, chosen, today)
    return Response(of_year(tallies, chosen, institutions=1, exact=True))


@read_route(
    f"{_INSTITUTION}/{{about:uuid}}",
    operation="feedback.own",
    about=institution_in_path,
    versioned=True,
)
async def own_feedback(
    parts: OpenParts,
    institution: FromPath[UUID],
    about: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[OwnFeedback]:
    """What was made of one encounter or activity of the institution, with the class code that opens now."""
    today = _today(parts)
    ledger = parts.platform.ledger
    stream = feedback_stream(about, institution)
    found = await find(ledger, Feedback, stream, no_such_encounter(about))
    codes: dict[UUID, str | None] = {}
    if (open_now := found.open_round(today)) is not None:
        code = await parts.vault.reveal(open_now.code)
        codes[open_now.code] = None if code is None else as_read_out(code)
    view = own(institution, found, today, codes)
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(_PART, operation="feedback.of_encounter", about=part_in_path)
async def encounter_feedback(
    parts: OpenParts, institution: FromPath[UUID], encounter: FromPath[UUID]
) -> Response[EncounterFeedback]:
    """What was made of an encounter at an institution; learners' answers protected."""
    stream = feedback_stream(encounter, institution)
    found = await load(parts.platform.ledger, Feedback, stream)
    return Response(of_encounter(institution, found, _today(parts)))


@read_route("/hubs/{hub:uuid}/feedback", operation="feedback.of_hub", about=hub_in_path)
async def of_hub(
    platform: OpenPlatform, hub: FromPath[UUID], year: Year = None
) -> Response[FeedbackOfYear]:
    """What was made of encounters at a hub's members together, by type; learners' answers protected."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    today = platform.clock().astimezone(ENGLAND).date()
    chosen = year or academic_year_of(today)
    members = await members_of(platform.ledger, hub)
    every = [await _tallies(platform.ledger, one, chosen, today) for one in members]
    return Response(of_year(together(every), chosen, institutions=len(members), exact=False))


async def _tallies(ledger: Ledger, institution: UUID, year: AcademicYear, today: date) -> Tallies:
    held = held_at(
        await all_of_institution(ledger, Part, institution, OF_PARTS),
        await all_of_institution(ledger, Activity, institution, OF_ACTIVITIES),
        await all_of_institution(ledger, Match, institution, _OF_MATCHES),
    )
    feedback = await all_of_institution(ledger, Feedback, institution, OF_FEEDBACK)
    return tallies_of(held, feedback, year, today=today)


def _today(parts: Parts) -> date:
    return parts.platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    of_institution,
    own_feedback,
    encounter_feedback,
    of_hub,
    command_route(f"{_INSTITUTION}/class-codes", AskLearners, creates=True),
    command_route(f"{_INSTITUTION}/{{about:uuid}}/close-class-code", CloseClassCode),
    command_route(_PART, GiveInstitutionFeedback, replaces=True),
    command_route(
        "/employers/{employer:uuid}/encounters/{encounter:uuid}/feedback",
        GiveEmployerFeedback,
        replaces=True,
    ),
)
