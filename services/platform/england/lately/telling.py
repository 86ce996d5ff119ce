"""The whole telling, from the people of a hub to what one school's learners agreed on.

The rule: one hub and one school are told of, those that a demo shows first; where they are not of this
England nothing is.
"""

from collections.abc import Mapping
from datetime import date

from hub_core.access import Role
from hub_core.execute import Platform
from services.platform.england.employers import Pool, nationwide
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.courses import tell_courses
from services.platform.england.lately.guidance import tell_guidance
from services.platform.england.lately.providers import tell_providers
from services.platform.england.lately.scene import employers_of, scene_of
from services.platform.england.lately.staff import tell_staff
from services.platform.england.lately.team import tell_team
from services.platform.england.lately.workplaces import tell_workplaces
from services.platform.england.learner_references import enrol
from services.platform.england.marks import DEFAULT_SEED
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import lives_of_hub
from services.platform.personas import Placed

#: Whose places say which hub, school and employer it is told of.
_CAST = (Role.HUB_LEAD, Role.FACILITATOR, Role.CAREERS_LEADER, Role.EMPLOYER_USER)


async def tell_lately(
    platform: Platform,
    *,
    placed: Mapping[Role, Placed],
    scale: Scale,
    today: date,
    seed: int = DEFAULT_SEED,
) -> bool:
    """Tell it of where the people of the demo have their places; whether there was anything to tell.

    Telling it again records nothing new. Raises ``Refusal`` for what a command refuses.
    """
    if not all(role in placed for role in _CAST):
        return False
    lead, facilitator, leader, employer = (placed[role] for role in _CAST)
    period = Period(today)
    found = lives_of_hub(lead.at.id, scale=scale, period=period, seed=seed)
    if found is None:
        return False
    hub, lives = found
    pool = Pool(hub.number, hub.whole, nationwide(seed), seed)
    employers = await employers_of(platform.ledger, employer.at.id, pool.known())
    scene = scene_of(hub.id, lives, leader.at.id, employers, period)
    if scene is None:
        return False
    await enrol(platform.vault, scene.school)
    acts = Acts(platform, seed)
    await tell_team(acts, scene, lead.person, facilitator.person)
    leaders = await tell_staff(acts, scene)
    await tell_courses(acts, scene, leaders)
    await tell_workplaces(acts, scene)
    await tell_providers(acts, scene)
    await tell_guidance(acts, scene)
    return True
