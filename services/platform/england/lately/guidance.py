"""Guidance at the school that is told of most: its adviser, and whom they met.

The rule: learners are told by the school's own references, which the vault knows since its learners were
enrolled.
"""

from datetime import timedelta

from hub_core.access import Role
from hub_core.guidance.adviser_commands import RegisterAdviser
from hub_core.guidance.codes import QUALIFIED_LEVEL, ActionOwner, AdviserPresence
from hub_core.guidance.meeting_commands import ActionSent, CompleteAction, RecordMeeting
from hub_core.reference.encounters import DeliveryMode
from services.issuer.personas import personas
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene
from services.platform.england.learner_references import learner_reference
from services.platform.england.tables import rows

_MINUTES = 45
#: Learners of one year group between those the adviser met.
_STRIDE = 7


async def tell_guidance(acts: Acts, scene: Scene) -> None:
    """An adviser who is qualified, and meetings with learners of Year 11, most with something agreed."""
    sets = scene.school.rolls[1].sets
    if sets is None:
        return
    institution = scene.school.id
    adviser = await acts.at_institution(
        institution,
        RegisterAdviser(
            institution=institution,
            name=next(one.name for one in personas() if one.role is Role.CAREERS_ADVISER),
            presence=AdviserPresence.BOTH,
            level=QUALIFIED_LEVEL,
            on_register=True,
            since=scene.ago(330),
        ),
        scene.ago(50),
    )
    for place, row in enumerate(rows("lately_guidance")):
        learner = sets[11][place * _STRIDE % len(sets[11])]
        day = scene.ago(int(row["days_ago"]))
        due = scene.today + timedelta(days=int(row["due"]))
        meeting = await acts.at_institution(
            institution,
            RecordMeeting(
                institution=institution,
                adviser=adviser,
                held_on=day,
                mode=DeliveryMode.IN_PERSON,
                minutes=_MINUTES,
                learner=learner_reference(learner),
                actions=(
                    ActionSent(text=row["action"], owner=ActionOwner(row["owner"]), due_on=due),
                ),
            ),
            day,
        )
        if row["done"]:
            done = CompleteAction(institution=institution, meeting=meeting, action=1)
            await acts.at_institution(institution, done, scene.ago(2))
