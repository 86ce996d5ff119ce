"""The people of the hub: how they share out and order its members, what they noted, what was agreed.

The rule: some members are nobody's yet, as in any hub that has just begun to share them out.
"""

from datetime import timedelta
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.commands import AgreeAction, EndAction, NoteVisit
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.membership.cluster_commands import PlaceInCluster
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene
from services.platform.england.marks import ACTOR
from services.platform.england.tables import rows

#: Facilitators beside the one somebody signs in as; the last two of the names.
_COLLEAGUES = ("Yvonne Prentice", "Zara Hussain")
#: Clusters of the members; every fourth is in none.
_CLUSTERS = ("Coast", "Riverside", "Town")
#: Of four members one is nobody's; the others are shared out in turn.
_SHARED_OUT = 3


async def tell_team(acts: Acts, scene: Scene, lead: UUID, facilitator: UUID) -> None:
    """Caseloads, then meetings with the members that ``facilitator`` looks after."""
    team = [facilitator, *[await _colleague(acts, scene, name) for name in _COLLEAGUES]]
    shared = [one for place, one in enumerate(scene.members) if place % (_SHARED_OUT + 1) < 3]
    for place, person in enumerate(team):
        theirs = tuple(one.id for one in shared[place :: len(team)])
        if theirs:
            give = AssignCaseload(hub=scene.hub, person=person, institutions=theirs)
            await acts.at_hub(scene.hub, give, scene.ago(60))
    for place, name in enumerate(_CLUSTERS):
        inside = tuple(one.id for one in scene.members[place :: len(_CLUSTERS) + 1])
        if inside:
            order = PlaceInCluster(hub=scene.hub, institutions=inside, cluster=name)
            await acts.at_hub(scene.hub, order, scene.ago(58))
    await _tell_meetings(acts, scene, {"lead": lead, "facilitator": facilitator})


async def _colleague(acts: Acts, scene: Scene, name: str) -> UUID:
    register = RegisterPerson(issuer=ACTOR, subject=name, name=name)
    person = await acts.as_platform(register, scene.ago(330))
    at = Organisation(OrganisationKind.HUB, scene.hub)
    grant = GrantRole(person=person, role=Role.FACILITATOR, organisation=at)
    await acts.as_platform(grant, scene.ago(330))
    return person


async def _tell_meetings(acts: Acts, scene: Scene, hands: dict[str, UUID]) -> None:
    told = list(rows("lately_visits"))
    #: The first two meetings were at the school that is told of most, the others each at one more.
    where = [scene.school, *scene.schools][: len(told)]
    for row, life in zip(told, where, strict=False):
        day = scene.ago(int(row["days_ago"]))
        of = {"hub": scene.hub, "institution": life.id}
        note = NoteVisit(**of, kind=VisitKind(row["kind"]), note=row["note"], held_on=day)
        await acts.at_hub(scene.hub, note, day, person=hands["facilitator"])
        agree = AgreeAction(
            **of,
            text=row["action"],
            due_on=max(day, scene.today + timedelta(days=int(row["due"]))),
            owner=hands.get(row["owner"]),
        )
        action = await acts.at_hub(scene.hub, agree, day, person=hands["facilitator"])
        if row["ended"]:
            end = EndAction(**of, action=action, outcome=ActionOutcome(row["ended"]))
            await acts.at_hub(scene.hub, end, scene.ago(5), person=hands["facilitator"])
