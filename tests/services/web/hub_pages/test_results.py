"""A hub's file of results from its page: nothing half done, each row answered, and who may send one."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid5

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.evaluations.members_file import MembersFileTaken
from hub_core.evaluations.members_results import RowOutcome, RowProblem, RowTaken
from hub_core.settings import OpenId
from services.web.hub_results.view import told
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import FROM_HERE, SigningSite, signing_site

ALDER = uuid5(UUID(int=1), "Alder")
PROBLEM = RowProblem(line=3, column="urn", value="1", reason="No.", remedy="Look it up.")
#: The form as it was shown once: a browser goes back to it with the file mended.
FORM = "6f0c2f0e-55f1-4f3c-9a0c-3f6f6f1a2b77"
HEADINGS = "urn,completed_on,edition," + ",".join(f"benchmark_{n}" for n in range(1, 9))


def _taken(
    outcome: RowOutcome | None, *, recorded: bool, problems: tuple[RowProblem, ...] = ()
) -> MembersFileTaken:
    row = RowTaken(line=2, institution=ALDER, outcome=outcome or RowOutcome.NEW, achieved=3)
    return MembersFileTaken(
        recorded=recorded,
        taken=(row,) if outcome else (),
        problems=problems,
        ignored=("Notes",),
        read_as="",
    )


@pytest.mark.parametrize(
    ("found", "said", "recorded"),
    [
        (_taken(RowOutcome.NEW, recorded=True), "1 row recorded", True),
        (
            _taken(RowOutcome.NEW, recorded=True, problems=(PROBLEM,)),
            "1 row recorded, 1 row left out",
            True,
        ),
        (
            _taken(RowOutcome.NEW, recorded=False, problems=(PROBLEM,)),
            "Nothing was recorded: 1 row of 2 to be mended first",
            False,
        ),
        (_taken(RowOutcome.UNCHANGED, recorded=True), "Every row was recorded already", True),
        (
            _taken(None, recorded=True),
            "Nothing was recorded: the file has headings and no rows",
            False,
        ),
    ],
)
def test_it_says_first_whether_anything_was_recorded(
    found: MembersFileTaken, said: str, recorded: bool
) -> None:
    shown = told(found, {ALDER: "Alder School"}, here="/hubs/north/members")
    assert (shown.headline, shown.recorded) == (said, recorded)
    assert shown.ignored == "“Notes”"


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _send(site: SigningSite, browser: Any, path: str, text: str, **fields: str) -> Any:
    form = {"form_token": await site.form_token(browser), **fields}
    file = {"file": ("results.csv", text.encode(), "text/csv")}
    return await browser.post(path, data=form, files=file, headers=FROM_HERE)


async def test_nothing_is_recorded_while_a_row_is_wrong_unless_it_is_said_so(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    path = f"/hubs/{hub['slug']}/results"
    good = f"{school['urn']},12/12/2025,GATSBY-2024,{','.join(['100'] * 8)}"
    wrong = f"999999,12/12/2025,GATSBY-2024,{','.join(['100'] * 8)}"
    async with await site.signed_in(await site.person((Role.HUB_LEAD, at))) as lead:
        before = await api.head()
        assert "Choose the file to send." in (await lead_sends_nothing(site, lead, path)).text
        answer = await _send(site, lead, path, "\r\n".join((HEADINGS, good, wrong)))
        assert "Nothing was recorded: 1 row of 2 to be mended first" in answer.text
        assert "No member of this hub has the URN 999999." in answer.text
        assert await api.head() == before
        answer = await _send(site, lead, path, "\r\n".join((HEADINGS, good, wrong)), partly="yes")
        assert "1 row recorded, 1 row left out" in answer.text
        assert await api.head() == before + 1
        answer = await _send(site, lead, path, "\r\n".join((HEADINGS, good)))
        assert "Every row was recorded already" in answer.text
        assert await api.head() == before + 1
        assert (
            "The file has no column" in (await _send(site, lead, path, "urn,edition\r\n1,2")).text
        )
        leader = f"{school['urn']},Careers leader,Priya Nair,p.nair@alder.example"
        contacts = f"urn,role,name,email\r\n{leader}\r\n{school['urn']},Governor,Tom Reed,"
        answer = await _send(site, lead, path, contacts, kind="contacts", once=FORM)
        assert "There is no such role here. Give one of: Careers leader, Deputy" in answer.text
        assert await api.head() == before + 1
        contacts = contacts.replace("Governor", "Link governor for careers")
        answer = await _send(site, lead, path, contacts, kind="contacts", once=FORM)
        assert "2 rows recorded" in answer.text
        assert "Tom Reed" not in answer.text
        recorded = await api.head()
        answer = await _send(site, lead, path, contacts, kind="contacts", once=FORM)
        assert "2 rows recorded" in answer.text
        assert await api.head() == recorded
        answer = await _send(site, lead, path, contacts, kind="contacts")
        assert "Every row was recorded already" in answer.text
    async with await site.signed_in(await site.person((Role.FACILITATOR, at))) as other:
        assert "Only the hub’s lead sends" in (await other.get(path)).text
        refused = await _send(site, other, path, "\r\n".join((HEADINGS, good)))
        assert refused.status_code == 403


async def lead_sends_nothing(site: SigningSite, lead: Any, path: str) -> Any:
    """The form without a file, as a browser posts it."""
    form = {"form_token": await site.form_token(lead)}
    return await lead.post(path, data=form, files={"file": ("", b"")}, headers=FROM_HERE)
