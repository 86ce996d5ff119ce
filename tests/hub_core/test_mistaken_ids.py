"""An id of something else is told apart from a thing that exists, and nothing breaks on it."""

from datetime import date
from typing import Any

import pytest

from hub_core.employers.commands import RegisterEmployer
from hub_core.employers.events import EmployerForm
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.commands import (
    CancelEncounter,
    InviteInstitutions,
    ProposeEncounter,
)
from hub_core.membership.commands import AdmitMember
from hub_core.membership.institution_commands import CloseInstitution
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.rosters.commands import DeclareRoll


async def test_the_id_of_something_else_is_not_found(story: Any) -> None:
    employer, school, hub = await story.employer(), await story.school(), await story.hub()
    for command in (
        AdmitMember(hub=school, institution=school),
        AdmitMember(hub=hub, institution=employer),
        CloseInstitution(institution=hub, closed_on=date(2026, 1, 31)),
        DeclareRoll(institution=employer, roll={7: 180}),
        InviteInstitutions(employer=employer, encounter=school, institutions=(school,)),
        CancelEncounter(employer=employer, encounter=hub, reason=CancellationReason.OTHER),
    ):
        with pytest.raises(NotFound):
            await story.do(command)


async def test_only_institutions_can_be_invited(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    with pytest.raises(Invalid) as refused:
        await story.do(
            ProposeEncounter(
                employer=employer,
                kind=EncounterKind.EMPLOYER_TALK,
                mode=DeliveryMode.IN_PERSON,
                planned_for=date(2026, 3, 4),
                institutions=(school, employer),
            )
        )
    assert [problem.field for problem in refused.value.problems] == ["institutions[1]"]


async def test_an_employer_cannot_take_the_id_of_something_else(story: Any) -> None:
    with pytest.raises(Conflict) as refused:
        await story.do(
            RegisterEmployer(
                form=EmployerForm.COMPANY,
                name="Hartley Engineering",
                company_number=story.company_number(),
                employer=await story.school(),
            )
        )
    assert refused.value.kind == "id-taken"
