"""Providers that ask schools to meet their learners: waiting, overdue, refused, granted.

The rule: the providers are colleges that are members here, so that both sides have something to see.
"""

from datetime import timedelta

import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.provider_access.asking_commands import RequestAccess
from hub_core.provider_access.codes import ApprovedRoute, RefusalReason
from hub_core.provider_access.school_commands import AskForAnotherDate, GrantAccess, RefuseAccess
from hub_core.reference.activities import ProviderKind
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene


class _Asked(msgspec.Struct, frozen=True):
    """A request to the school of this place; ``answer`` is a reason where it was refused."""

    school: int
    days_ago: int
    year_group: int
    route: ApprovedRoute
    answer: RefusalReason | bool | None = None


_REQUESTS = (
    _Asked(0, 6, 9, ApprovedRoute.T_LEVEL),
    _Asked(0, 47, 11, ApprovedRoute.APPRENTICESHIP),
    _Asked(0, 62, 8, ApprovedRoute.T_LEVEL, RefusalReason.NO_SUITABLE_DATE),
    _Asked(0, 38, 10, ApprovedRoute.HIGHER_TECHNICAL, True),
    _Asked(1, 41, 9, ApprovedRoute.APPRENTICESHIP),
    _Asked(1, 55, 11, ApprovedRoute.T_LEVEL, RefusalReason.ANOTHER_PROVIDER),
    _Asked(2, 12, 8, ApprovedRoute.T_LEVEL),
    _Asked(3, 50, 10, ApprovedRoute.T_LEVEL, RefusalReason.ENOUGH_ARRANGED),
    _Asked(4, 33, 11, ApprovedRoute.APPRENTICESHIP, True),
    _Asked(5, 29, 9, ApprovedRoute.SUPPORTED_INTERNSHIP, False),
)
#: Days from now on which they could come.
_POSSIBLE = (28, 42)


async def tell_providers(acts: Acts, scene: Scene) -> None:
    """Every request whose school and provider are there. True is granted, False asked for another date."""
    if not scene.colleges:
        return
    dates = tuple(scene.ahead(days) for days in _POSSIBLE)
    for place, asked in enumerate(_REQUESTS):
        if asked.school >= len(scene.schools):
            continue
        school = scene.schools[asked.school].id
        college = scene.colleges[place % len(scene.colleges)].id
        request = RequestAccess(
            provider=Organisation(OrganisationKind.INSTITUTION, college),
            school=school,
            provider_kind=ProviderKind.FE_COLLEGE,
            year_groups=(asked.year_group,),
            routes=(asked.route,),
            dates=dates,
        )
        day = scene.ago(asked.days_ago)
        enquiry = await acts.at_institution(college, request, day)
        answer: GrantAccess | RefuseAccess | AskForAnotherDate
        if asked.answer is None:
            continue
        of = {"institution": school, "enquiry": enquiry}
        if isinstance(asked.answer, RefusalReason):
            answer = RefuseAccess(**of, reason=asked.answer)
        elif asked.answer:
            answer = GrantAccess(**of, agreed_for=dates[0])
        else:
            answer = AskForAnotherDate(**of, possible=(dates[1] + timedelta(days=7),))
        await acts.at_institution(school, answer, scene.ago(asked.days_ago - 9))
