"""Rosters over HTTP: sent, undone and read; what is held of one learner, for the institution to pass on."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import unquote
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath, HeaderParameter

from hub_core.execute import ENGLAND
from hub_core.learner_record import LearnerRecord, record_of_learner
from hub_core.log.repository import load
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Invalid
from hub_core.rosters.codes import ApartReason, Programme, Registration, SendingKind
from hub_core.rosters.commands import (
    DeclareRoll,
    EraseLearner,
    LearnerReference,
    RemoveLearners,
    SendRoster,
)
from hub_core.rosters.programme_commands import SendProgrammes
from hub_core.rosters.relevant_cohort_commands import SetApart
from hub_core.rosters.retention import RetentionRule, due, left_before, retention_rules
from hub_core.rosters.retention_commands import EraseLeavers
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.rosters.undoing_commands import UndoSending
from services.http.bodies import spelt
from services.http.guard_rails.recording import also_about
from services.http.parts import OpenParts, OpenPlatform
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_INSTITUTION = "/institutions/{institution:uuid}"
#: Sendings are shown so far back; who undoes more has lost more than a roster.
_SHOWN = 20

ReferenceHeader = Annotated[
    str,
    HeaderParameter(
        name="Learner-Reference",
        description="The institution's own reference of the learner. In a header, for addresses are "
        "written down along the way; percent-encoded where it is not plain ASCII.",
    ),
]


class SendingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A sending that stands, and what it changed. The latest can be undone by its id."""

    id: UUID
    as_of: date
    kind: SendingKind
    enrolled: int
    moved: int
    left: int


class CohortOnRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners of a cohort are on roll; ``cohort`` is the year in which they finish Year 11."""

    cohort: int
    learners: int


class ProgrammeOnRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners a programme has."""

    programme: spelt(Programme)  # type: ignore[valid-type]
    learners: int


class RosterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners are on the roster; ``version`` is what If-Match refers to.

    ``subsidiary`` of those on roll are registered in the main elsewhere. ``set_apart`` are outside the
    relevant cohort, by reason. ``sendings`` are the latest that stand, the latest first.
    """

    institution: UUID
    version: int
    on_roll: int
    subsidiary: int
    cohorts: tuple[CohortOnRoll, ...]
    programmes: tuple[ProgrammeOnRoll, ...]
    set_apart: dict[ApartReason, int]
    sendings: tuple[SendingView, ...]


@read_route(
    f"{_INSTITUTION}/roster",
    operation="rosters.roster",
    about=institution_in_path,
    versioned=True,
)
async def roster(
    request: Request[Any, Any, Any],
    platform: OpenPlatform,
    institution: FromPath[UUID],
    if_none_match: IfNoneMatch = None,
) -> Response[RosterView]:
    """An institution's roster as it was last sent. Version 0 says that it never sent one."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, Roster, roster_stream(institution))
    view = _view(institution, found, platform.clock().astimezone(ENGLAND).date())
    also_about(request.scope, learners=view.on_roll)
    return one(view, version=found.version, if_none_match=if_none_match)


def _view(institution: UUID, found: Roster, today: date) -> RosterView:
    everybody = found.everybody(today)
    elsewhere = found.sets.get(Registration.SUBSIDIARY)
    subsidiary = elsewhere.on(today) if elsewhere is not None else None
    apart = {reason: dated.on(today) for reason, dated in found.apart.items()}
    return RosterView(
        institution=institution,
        version=found.version,
        on_roll=len(everybody),
        subsidiary=len(everybody & subsidiary) if subsidiary is not None else 0,
        cohorts=tuple(
            CohortOnRoll(cohort=cohort, learners=len(learners))
            for cohort, learners in sorted(found.on_roll(today).items())
            if learners
        ),
        programmes=tuple(
            ProgrammeOnRoll(
                programme=msgspec.convert(place, spelt(Programme), from_attributes=True),
                learners=len(learners),
            )
            for place, learners in found.places(today).items()
            if isinstance(place, Programme) and learners and place.runs_on(today)
        ),
        set_apart={reason: len(there) for reason, there in apart.items() if there},
        sendings=tuple(
            SendingView(
                id=each.sent.sending,
                as_of=each.sent.occurred_on,
                kind=each.sent.kind,
                enrolled=each.sent.enrolled,
                moved=each.sent.moved,
                left=each.sent.left,
            )
            for each in found.sendings[: -_SHOWN - 1 : -1]
        ),
    )


@read_route(
    f"{_INSTITUTION}/learner-record",
    operation="rosters.learner_record",
    about=institution_in_path,
)
async def learner_record(
    parts: OpenParts, institution: FromPath[UUID], learner_reference: ReferenceHeader
) -> Response[LearnerRecord]:
    """Everything held of one learner, by the institution's reference: to answer a request for access."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    reference = _reference(learner_reference)
    return Response(await record_of_learner(ledger, parts.vault, institution, reference))


def _reference(sent: str) -> str:
    """The reference as it is written, from a header that can hold plain letters only."""
    try:
        return msgspec.convert(unquote(sent, errors="strict"), LearnerReference)
    except (msgspec.ValidationError, UnicodeDecodeError):
        raise Invalid.field(
            "Learner-Reference",
            "This is not a reference of a learner.",
            "Send it as your roster writes it, in percent-encoding where it is not plain ASCII.",
        ) from None


class LeaversDue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners left before ``left_before``, so that they are to be forgotten now."""

    institution: UUID
    left_before: date
    learners: int
    rules: tuple[RetentionRule, ...]


@read_route(f"{_INSTITUTION}/retention", operation="rosters.leavers_due", about=institution_in_path)
async def leavers_due(platform: OpenPlatform, institution: FromPath[UUID]) -> Response[LeaversDue]:
    """How long each class of data is kept after leaving, and how many learners are to be forgotten."""
    await find(platform.ledger, Institution, institution, no_such_institution(institution))
    found = await load(platform.ledger, Roster, roster_stream(institution))
    today = platform.clock().astimezone(ENGLAND).date()
    return Response(
        LeaversDue(
            institution=institution,
            left_before=left_before(today),
            learners=len(due(found, today=today) - found.forgotten),
            rules=retention_rules(),
        )
    )


ROUTES = (
    roster,
    learner_record,
    leavers_due,
    command_route(f"{_INSTITUTION}/retention/erase-leavers", EraseLeavers),
    command_route(f"{_INSTITUTION}/roster", SendRoster, replaces=True),
    command_route(f"{_INSTITUTION}/roster/leavers", RemoveLearners),
    command_route(f"{_INSTITUTION}/roster/undo", UndoSending),
    command_route(f"{_INSTITUTION}/programmes", SendProgrammes, replaces=True),
    command_route(f"{_INSTITUTION}/relevant-cohort", SetApart, replaces=True),
    command_route(f"{_INSTITUTION}/roll", DeclareRoll, replaces=True),
    command_route(f"{_INSTITUTION}/erase-learner", EraseLearner),
)
