"""Headings about people read as a person would write them, whatever the role."""

from datetime import date
from uuid import UUID

import pytest

from hub_core.access import PLATFORM, Role
from hub_core.identity.people.events import TeamJoined, TeamLeft

SAID = {
    Role.ADMINISTRATOR: "an administrator",
    Role.AUDITOR: "an auditor",
    Role.EMPLOYER_USER: "an employer",
    Role.ENTERPRISE_ADVISER: "an enterprise adviser",
    Role.HUB_LEAD: "a hub lead",
    Role.CAREERS_LEADER: "a careers leader",
    Role.LOCAL_AUTHORITY_OFFICER: "a local authority",
    Role.NATIONAL_ANALYST: "a National",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("kind", "verb"), [(TeamJoined, "gained"), (TeamLeft, "lost")])
def test_the_article_is_the_roles(role: Role, kind: type[TeamJoined | TeamLeft], verb: str) -> None:
    event = kind(
        organisation=PLATFORM, occurred_on=date(2026, 2, 11), person=UUID(int=1), role=role
    )
    said = event.heading().removeprefix(f"An organisation {verb} ")
    article, _, name = said.partition(" ")
    assert article == ("an" if name[0] in "aeiouAEIOU" else "a")
    assert said.lower().startswith(SAID.get(role, article).lower())
