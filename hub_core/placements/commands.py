"""Commands of employers and hubs about placements.

The rule: an employer offers and takes back, the coordinating hub allocates; neither names a learner.
"""

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.academic_years import first_day, last_day
from hub_core.employers.finding import acting_employer, known_hub, past_of
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.placements.diary import Diary, diary_stream
from hub_core.placements.events import PlacementLoss, PlacementMode, PlacementTerms
from hub_core.placements.placement import (
    Placement,
    PlacementList,
    list_stream,
    no_such_placement,
)
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.refusals import Forbidden, Invalid
from hub_core.work import Answer, Changed, Command, Work, handles

#: Most hubs and institutions one placement is open to by name.
MOST_OPEN_TO = 50
_Few = msgspec.Meta(max_length=MOST_OPEN_TO)
#: Days of a block follow each other but for a weekend and a bank holiday.
_WIDEST_GAP = timedelta(days=4)


class OfferPlacement(Command, frozen=True, kw_only=True):
    """Offer places at the employer's workplace. ``coordinated_by`` is the hub that allocates them.

    Open to the members of ``hubs`` and to ``institutions``; naming neither, to the hub's own members.
    """

    OPERATION: ClassVar[str] = "placements.offer_placement"
    employer: UUID
    terms: PlacementTerms
    coordinated_by: UUID
    hubs: Annotated[tuple[UUID, ...], _Few] = ()
    institutions: Annotated[tuple[UUID, ...], _Few] = ()


class WithdrawPlacement(Command, frozen=True, kw_only=True):
    """Take a placement back."""

    OPERATION: ClassVar[str] = "placements.withdraw_placement"
    employer: UUID
    placement: UUID
    reason: PlacementLoss


class AllocatePlacement(Command, frozen=True, kw_only=True):
    """Give out the places of a placement, by need."""

    OPERATION: ClassVar[str] = "placements.allocate_placement"
    hub: UUID
    placement: UUID


class Allocated(Answer, frozen=True, kw_only=True, rename="camel"):
    """How many places are given out now, how many are free, and for how many institutions wait."""

    id: UUID
    version: int
    given_out: int
    free: int
    waiting: int


@handles(OfferPlacement)
async def offer_placement(command: OfferPlacement, work: Work) -> Changed:
    """Refuses days outside the academic year or over, and hubs and institutions nobody knows."""
    employer = await acting_employer(command.employer, work)
    check_terms(command.terms, today=work.today)
    institutions = tuple(dict.fromkeys(command.institutions))
    for one in institutions:
        await work.find(Institution, one, no_such_institution(one))
    hubs = tuple(dict.fromkeys(command.hubs))
    if not hubs and not institutions:
        hubs = (command.coordinated_by,)
    for hub in {*hubs, command.coordinated_by}:
        await known_hub(hub, work)
    placement = work.begin(Placement)
    placement.offer(
        employer.id,
        command.terms,
        coordinated_by=command.coordinated_by,
        hubs=hubs,
        on=work.today,
        at=work.now,
    )
    for one in institutions:
        placement.open_to(one, on=work.today, at=work.now)
    for owner in dict.fromkeys((employer.id, command.coordinated_by, *hubs, *institutions)):
        listed = await work.load(PlacementList, list_stream(owner))
        listed.add(owner, placement.id, on=work.today, at=work.now)
    return Changed(id=placement.id, version=placement.version)


@handles(WithdrawPlacement)
async def withdraw_placement(command: WithdrawPlacement, work: Work) -> Changed:
    """Every institution that asked is told; learners who would have gone are free on those days."""
    otherwise = no_such_placement(command.placement)
    placement = await work.find(Placement, command.placement, otherwise)
    if placement.employer not in await past_of(command.employer, work):
        raise otherwise
    work.expect(placement)
    for institution in placement.withdraw(command.reason, on=work.today, at=work.now):
        diary = await work.load(Diary, diary_stream(institution))
        diary.free(institution, placement.id, on=work.today, at=work.now)
    return Changed(id=placement.id, version=placement.version)


@handles(AllocatePlacement)
async def allocate_placement(command: AllocatePlacement, work: Work) -> Allocated:
    """Whoever has places keeps them; what is free goes where the need is greatest, and says why."""
    placement = await work.find(Placement, command.placement, no_such_placement(command.placement))
    if placement.coordinated_by != command.hub:
        if command.hub not in placement.hubs:
            raise no_such_placement(command.placement)
        raise Forbidden("Another hub coordinates this placement and allocates its places.")
    work.expect(placement)
    shares = placement.allocate(on=work.today, at=work.now)
    return Allocated(
        id=placement.id,
        version=placement.version,
        given_out=placement.given_out,
        free=placement.terms.places - placement.given_out,
        waiting=sum(share.waiting for share in shares.values()),
    )


def check_terms(terms: PlacementTerms, *, today: date) -> None:
    """Refuse terms that contradict themselves, or whose days are over."""
    if KIND_OF[terms.type] is not ActivityKind.WORKPLACE_EXPERIENCE:
        raise Invalid.field(
            "terms.type",
            f"\u201c{terms.type.label}\u201d is not an experience of a workplace.",
            "Give one of its types, such as work_experience_block.",
        )
    if len(set(terms.days)) != len(terms.days):
        raise Invalid.field("terms.days", "A day stands twice.", "Give each day once.")
    begins, ends = first_day(terms.academic_year), last_day(terms.academic_year)
    outside = [day for day in terms.days if not begins <= day <= ends]
    if outside:
        raise Invalid.field(
            "terms.days",
            f"{outside[0]:%-d %B %Y} is not in {terms.academic_year}.",
            "Offer each academic year's days apart.",
        )
    if terms.first_day <= today:
        raise Invalid.field(
            "terms.days",
            f"{terms.first_day:%-d %B %Y} is over or today.",
            "Offer days from tomorrow on, so that schools can ask.",
        )
    if terms.mode is PlacementMode.BLOCK:
        days = sorted(terms.days)
        if any(b - a > _WIDEST_GAP for a, b in pairwise(days)):
            raise Invalid.field(
                "terms.mode",
                "The days of a block follow each other, and these do not.",
                "Say \u201cdays\u201d, or offer two blocks.",
            )
