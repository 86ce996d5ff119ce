"""Employers' workplaces: what they would host, what they hold, places offered and asked for.

The rule: some papers are about to run out and some places nobody has given out, since those are what a hub
has to see.
"""

from datetime import timedelta
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.employers.approach_commands import RecordApproach, SetApproachLimits
from hub_core.employers.approach_events import ApproachLimits, ApproachPurpose
from hub_core.employers.check_commands import RecordCheck
from hub_core.employers.check_events import CheckKind
from hub_core.employers.commands import RegisterEmployer
from hub_core.employers.events import EmployerForm
from hub_core.employers.hosting_commands import DeclareHostingInterest
from hub_core.employers.hosting_events import HostingAppetite, HostingInterest
from hub_core.employers.standing_commands import DesignateCornerstone
from hub_core.encounters.commands import ProposeEncounter
from hub_core.placements.commands import AllocatePlacement, OfferPlacement
from hub_core.placements.events import NeedGroup, PlacementMode, PlacementTerms
from hub_core.placements.institution_commands import ApprovePlacement, RequestPlaces
from hub_core.placements.weeks_commands import DeclarePlacementWeeks
from hub_core.placements.weeks_events import PlacementWeek
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene

#: The hub's cornerstones, of the employers there are.
_CORNERSTONES = (1, 2, 3)
#: Minutes of a day at a workplace.
_DAY = 360


class _Offer(msgspec.Struct, frozen=True):
    """Places of one employer in a week so many days from now, and who asks: schools with how many each.
    ``shared_out`` gives them out; ``sent`` schools let their learners go."""

    employer: int
    week: int
    places: int
    asked: tuple[tuple[int, int], ...] = ()
    shared_out: bool = False
    sent: int = 0


_OFFERS = (
    _Offer(0, 62, 12, ((0, 6), (1, 4), (2, 5)), shared_out=True, sent=1),
    _Offer(1, 62, 8, ((0, 4), (3, 8), (4, 6))),
    _Offer(2, 97, 20, ((1, 10), (5, 6)), shared_out=True, sent=1),
    _Offer(3, 97, 6),
    _Offer(4, 139, 15, ((2, 20), (6, 12), (7, 8))),
    _Offer(5, 153, 10),
)
#: Days from now on which what an employer holds runs out, insurance first; employers that are not here
#: have told of nothing.
_RUNS_OUT: tuple[tuple[int, ...], ...] = (
    (330, 210, 210, 210),
    (19, 260, 260),
    (300, 120, 120),
    (-12, 90),
    (27,),
)
#: When placements are planned: days from now and learners, school by school. The first three clash.
_WEEKS = ((62, 180), (62, 140), (62, 165), (97, 150), (139, 210), (97, 90))
#: Company number, name and what they do, of employers that have come up since.
_NEWCOMERS = (
    ("99000001", "Fictional Wind Turbine Services Ltd", "33120"),
    ("99000002", "Fictional Dental Care Ltd", "86230"),
)


async def tell_workplaces(acts: Acts, scene: Scene) -> None:
    """Everything of workplaces, as far as there are employers and schools for it."""
    await _tell_employers(acts, scene)
    for offer in _OFFERS:
        if offer.employer < len(scene.employers):
            await _tell_offer(acts, scene, offer)
    for (days, learners), life in zip(_WEEKS, scene.schools, strict=False):
        monday = scene.week(days)[0]
        plan = DeclarePlacementWeeks(
            institution=life.id,
            academic_year=academic_year_of(monday),
            weeks=(PlacementWeek(monday=monday, learners=learners, year_groups=(10,)),),
        )
        await acts.at_institution(life.id, plan, scene.ago(70))
    await _tell_newcomers(acts, scene)
    await _tell_approaches(acts, scene)


async def _tell_employers(acts: Acts, scene: Scene) -> None:
    for place, employer in enumerate(scene.employers):
        interest = HostingInterest(
            appetite=tuple(HostingAppetite)[place % 2],
            activities=(ActivityType.EMPLOYER_TALK, ActivityType.WORK_EXPERIENCE_BLOCK),
            phases=(ServicePhase.SECONDARY, ServicePhase.FE_AND_SKILLS),
            learners=60 + 45 * place,
            placements=4 + 3 * place,
        )
        declare = DeclareHostingInterest(
            employer=employer,
            academic_year=academic_year_of(scene.today),
            interest=interest,
            hubs=(scene.hub,),
        )
        await acts.at_employer(employer, declare, scene.ago(65))
        if place in _CORNERSTONES:
            make = DesignateCornerstone(hub=scene.hub, employer=employer)
            await acts.at_hub(scene.hub, make, scene.ago(300))
    for employer, days in zip(scene.employers, _RUNS_OUT, strict=False):
        for kind, ends in zip(CheckKind, days, strict=False):
            check = RecordCheck(
                employer=employer, kind=kind, valid_until=scene.today + timedelta(days=ends)
            )
            await acts.at_employer(employer, check, scene.ago(320))


async def _tell_offer(acts: Acts, scene: Scene, offer: _Offer) -> None:
    employer, days = scene.employers[offer.employer], scene.week(offer.week)
    terms = PlacementTerms(
        academic_year=academic_year_of(days[0]),
        type=ActivityType.WORK_EXPERIENCE_BLOCK,
        mode=PlacementMode.BLOCK,
        days=days,
        minutes=_DAY,
        places=offer.places,
    )
    offered = OfferPlacement(employer=employer, terms=terms, coordinated_by=scene.hub)
    placement = await acts.at_employer(employer, offered, scene.ago(55))
    asking = [
        (scene.schools[at].id, wanted) for at, wanted in offer.asked if at < len(scene.schools)
    ]
    for school, wanted in asking:
        request = RequestPlaces(
            institution=school,
            placement=placement,
            places=wanted,
            need={NeedGroup.NEVER_MET_EMPLOYER: wanted // 3},
        )
        await acts.at_institution(school, request, scene.ago(34))
    if offer.shared_out:
        share = AllocatePlacement(hub=scene.hub, placement=placement)
        await acts.at_hub(scene.hub, share, scene.ago(20))
    for school, _ in asking[: offer.sent]:
        await _let_go(acts, scene, placement, school)


async def _let_go(acts: Acts, scene: Scene, placement: UUID, school: UUID) -> None:
    """Only as many as surely have a place."""
    approve = ApprovePlacement(institution=school, placement=placement, count=2)
    await acts.at_institution(school, approve, scene.ago(12))


async def _tell_newcomers(acts: Acts, scene: Scene) -> None:
    """Two employers nobody has verified yet, whose offers nobody has answered either."""
    for number, name, sic in _NEWCOMERS:
        register = RegisterEmployer(
            form=EmployerForm.COMPANY, name=name, company_number=number, sic_codes=(sic,)
        )
        employer = await acts.at_hub(scene.hub, register, scene.ago(26))
        offer = ProposeEncounter(
            employer=employer,
            kind=EncounterKind.EMPLOYER_TALK,
            mode=DeliveryMode.IN_PERSON,
            planned_for=scene.ahead(11),
            institutions=tuple(one.id for one in scene.schools[:2]),
        )
        await acts.at_employer(employer, offer, scene.ago(24))


async def _tell_approaches(acts: Acts, scene: Scene) -> None:
    """An employer that has been asked as often as it wishes."""
    asked = scene.employers[-1]
    limits = SetApproachLimits(employer=asked, limits=ApproachLimits(approaches=3, days=90))
    await acts.at_employer(asked, limits, scene.ago(200))
    for place, life in enumerate(scene.schools[:3]):
        approach = RecordApproach(
            institution=life.id, approached=asked, purpose=tuple(ApproachPurpose)[place]
        )
        await acts.at_institution(life.id, approach, scene.ago(30 - 8 * place))
