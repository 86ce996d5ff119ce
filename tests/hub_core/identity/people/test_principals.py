"""From a person to what they may do now."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Principal, Role
from hub_core.identity.people.commands import GrantRole, LinkSignIn, RegisterPerson
from hub_core.identity.people.principals import organisations_of, person_of, principal_of
from hub_core.refusals import Conflict, Invalid, NotFound

ISSUER = "https://issuer.example"


async def test_a_person_acts_where_they_hold_a_role_and_nowhere_else(
    story: Any, people: Any
) -> None:
    who, school, hub = await people.person(), await story.school(), await story.hub()
    at_school = Organisation(OrganisationKind.INSTITUTION, school)
    at_hub = Organisation(OrganisationKind.HUB, hub)
    ledger = story.platform.ledger
    assert await principal_of(ledger, who, None) is None

    await story.do(
        GrantRole(person=who, role=Role.SENIOR_LEADER, organisation=at_school), by=people.system
    )
    await story.do(
        GrantRole(person=who, role=Role.CAREERS_LEADER, organisation=at_school), by=people.system
    )
    await story.do(
        GrantRole(person=who, role=Role.FACILITATOR, organisation=at_hub), by=people.system
    )

    expected = Principal(
        id=f"person:{who}",
        roles=frozenset({Role.SENIOR_LEADER, Role.CAREERS_LEADER}),
        organisation=at_school,
    )
    assert await principal_of(ledger, who, None) == expected
    assert await principal_of(ledger, who, at_school) == expected
    assert await principal_of(ledger, who, PLATFORM) is None
    assert [(held.organisation, held.name) for held in await organisations_of(ledger, who)] == [
        (at_school, "Ashbrook School"),
        (at_hub, "Northbank Careers Hub"),
    ]


async def test_an_account_leads_to_one_person_however_often_it_is_registered(
    story: Any, people: Any
) -> None:
    command = RegisterPerson(issuer=ISSUER, subject=uuid4().hex, name="Priya Nair")
    first, again = (
        await story.do(command, by=people.system),
        await story.do(command, by=people.system),
    )
    assert first == again
    ledger, vault = story.platform.ledger, story.platform.vault
    found = await person_of(ledger, vault, issuer=ISSUER, subject=command.subject)
    assert found == UUID(first["id"])
    assert await person_of(ledger, vault, issuer="https://other.example", subject="1") is None


async def test_a_person_may_have_several_accounts_but_none_of_anybody_elses(
    story: Any, people: Any
) -> None:
    who, other = await people.person(), await people.person()
    more = {"issuer": "https://other.example", "subject": uuid4().hex}
    await story.do(LinkSignIn(person=who, **more), by=people.system)
    ledger, vault = story.platform.ledger, story.platform.vault
    assert await person_of(ledger, vault, **more) == who
    with pytest.raises(Conflict) as refusal:
        await story.do(LinkSignIn(person=other, **more), by=people.system)
    assert refusal.value.kind == "sign-in-taken"


async def test_no_role_where_it_cannot_be_held_nor_at_what_is_not_there(
    story: Any, people: Any
) -> None:
    who, hub = await people.person(), await story.hub()
    with pytest.raises(Invalid):
        await story.do(
            GrantRole(
                person=who,
                role=Role.AUDITOR,
                organisation=Organisation(OrganisationKind.HUB, hub),
            ),
            by=people.system,
        )
    for kind, role in [
        (OrganisationKind.INSTITUTION, Role.CAREERS_LEADER),
        (OrganisationKind.HUB, Role.HUB_LEAD),
        (OrganisationKind.EMPLOYER, Role.EMPLOYER_USER),
        (OrganisationKind.LOCAL_AUTHORITY, Role.LOCAL_AUTHORITY_OFFICER),
        (OrganisationKind.PLATFORM, Role.ADMINISTRATOR),
        (OrganisationKind.NATIONAL, Role.NATIONAL_ANALYST),
    ]:
        with pytest.raises(NotFound):
            await story.do(
                GrantRole(person=who, role=role, organisation=Organisation(kind, uuid4())),
                by=people.system,
            )
