"""Who works for careers at some of the members, by name: names are in the vault and nowhere else.

The rule: the bulk of England appoints careers leaders whom nobody names; here one is recorded anew, since
the same day and with the same training, by a name. What it goes by is the story, so that a second telling
says the same.
"""

from itertools import cycle
from uuid import UUID

from hub_core.access import Role
from hub_core.log.event import decode
from hub_core.training.events import TrainingCompleted
from hub_core.training.institution_commands import RecordTraining, WithdrawTraining
from hub_core.workforce.codes import ColleagueRole, LeavingReason
from hub_core.workforce.commands import (
    AppointCareersLeader,
    MatchEnterpriseAdviser,
    NameColleague,
    StandDownCareersLeader,
)
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown
from hub_core.workforce.people import PersonSent
from services.issuer.personas import personas
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene
from services.platform.england.lives import Life
from services.platform.england.own_word import own_word_of
from services.platform.england.page import Page
from services.platform.england.tables import rows

#: Members at which people are named.
_NAMED = 14


async def tell_staff(acts: Acts, scene: Scene) -> dict[UUID, UUID]:
    """The careers leaders who are named now, by institution."""
    invented = cycle(row["name"] for row in rows("lately_people"))
    leaders = {}
    for place, life in enumerate((*scene.schools, *scene.colleges)[:_NAMED]):
        own = life is scene.school
        name = _persona(Role.CAREERS_LEADER) if own else next(invented)
        person = await _leader(acts, scene, life, _who(name, life), anyway=own)
        if person is not None:
            leaders[life.id] = person
        for role in (ColleagueRole.SENIOR_LINK, ColleagueRole.LINK_GOVERNOR):
            if own or place % 3:
                await _colleague(acts, scene, life, _who(next(invented), life), role)
        if own or place % 4 == 1:
            await _adviser_of_business(acts, scene, life, place, _who(next(invented), life))
    return leaders


def _persona(role: Role) -> str:
    return next(one.name for one in personas() if one.role is role)


def _who(name: str, life: Life) -> PersonSent:
    written = name.lower().replace(" ", ".")
    return PersonSent(name=name, email=f"{written}@school-{life.institution.number}.example")


async def _leader(
    acts: Acts, scene: Scene, life: Life, who: PersonSent, *, anyway: bool
) -> UUID | None:
    """Name the careers leader there is; where nobody is in post only if it is to be told ``anyway``."""
    post, trainings = _said_of_leader(life)
    since = scene.ago(300) if post is None else post.occurred_on
    if post is not None:
        wrong = StandDownCareersLeader(
            institution=life.id, reason=LeavingReason.RECORDED_WRONGLY, left_on=since
        )
        await acts.at_institution(life.id, wrong, scene.ago(50))
    elif not anyway:
        return None
    appoint = AppointCareersLeader(institution=life.id, who=who, appointed_on=since)
    person = await acts.at_institution(life.id, appoint, scene.ago(50))
    for one in trainings:
        again = RecordTraining(
            institution=life.id,
            who=PersonSent(person=person),
            kind=one.kind,
            completed_on=one.occurred_on,
        )
        await acts.at_institution(life.id, again, scene.ago(50))
        mistaken = WithdrawTraining(institution=life.id, person=one.person, kind=one.kind)
        await acts.at_institution(life.id, mistaken, scene.ago(50))
    return person


def _said_of_leader(
    life: Life,
) -> tuple[CareersLeaderAppointed | None, list[TrainingCompleted]]:
    """Who leads by now and what they are trained in, as the bulk of England says it of this member."""
    page = Page()
    for day, say in own_word_of(life):
        if day <= life.period.today:
            say(page)
    post, trainings = None, []
    for event in (decode(one.topic, one.data) for one in page.events):
        match event:
            case CareersLeaderAppointed():
                post = event
            case CareersLeaderStoodDown():
                post = None
            case TrainingCompleted():
                trainings.append(event)
    return post, trainings if post else []


async def _colleague(
    acts: Acts, scene: Scene, life: Life, who: PersonSent, role: ColleagueRole
) -> None:
    name = NameColleague(institution=life.id, who=who, role=role, named_on=scene.ago(240))
    await acts.at_institution(life.id, name, scene.ago(50))


async def _adviser_of_business(
    acts: Acts, scene: Scene, life: Life, place: int, who: PersonSent
) -> None:
    match = MatchEnterpriseAdviser(
        institution=life.id,
        who=who,
        volunteer_of=scene.employers[place % len(scene.employers)],
        matched_on=scene.ago(200),
    )
    await acts.at_institution(life.id, match, scene.ago(50))
