"""Signing in at issuers that are not ours: oidc-provider-mock as it comes, and by DfE Sign-in's ways.

It runs as a server of its own. It never checks PKCE: our own issuer's tests do.
"""

import httpx
import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Role, local_authority, trust
from hub_core.settings import OpenId
from services.web.sign_in.organisations import NAMINGS, named_organisation
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET
from tests.builders.signing_site import PUBLIC, SigningSite, signing_site


async def there_and_back(
    site: SigningSite, browser: httpx.AsyncClient, subject: str
) -> httpx.Response:
    """Sign in as a person does: leave, say who one is there, come back."""
    leaving = await browser.get("/sign-in")
    async with httpx.AsyncClient() as outside:
        chosen = await outside.post(leaving.headers["location"], data={"sub": subject})
    back = chosen.headers["location"]
    assert back.startswith(PUBLIC)
    return await browser.get(back)


async def tells(second: str, subject: str, claims: dict[str, object]) -> None:
    async with httpx.AsyncClient() as outside:
        assert (await outside.put(f"{second}/users/{subject}", json=claims)).status_code == 204


async def test_somebody_signs_in(api: ApiClient, second: str) -> None:
    openid = OpenId(issuer=second, client_id=CLIENT, client_secret=SECRET)
    async with signing_site(api.parts, openid) as site, site.visitor() as browser:
        await site.person((Role.AUDITOR, PLATFORM), subject="second", name="Registered Name")
        await tells(second, "second", {"name": "Told Name"})
        assert (await there_and_back(site, browser, "second")).status_code == 303
        assert "Told Name" in (await browser.get("/organisation")).text


async def test_a_code_is_worth_nothing_the_second_time(api: ApiClient, second: str) -> None:
    openid = OpenId(issuer=second, client_id=CLIENT, client_secret=SECRET)
    async with signing_site(api.parts, openid) as site, site.visitor() as browser:
        await site.person((Role.AUDITOR, PLATFORM), subject="twice")
        leaving = await browser.get("/sign-in")
        async with httpx.AsyncClient() as outside:
            chosen = await outside.post(leaving.headers["location"], data={"sub": "twice"})
        back = httpx.URL(chosen.headers["location"])
        assert (await browser.get(back)).status_code == 303
        async with site.visitor() as other:
            again = await other.get("/sign-in")
            state = httpx.URL(again.headers["location"]).params["state"]
            answer = await other.get(back.copy_set_param("state", state))
            assert answer.status_code == 400


async def test_without_a_name_told_one_is_called_as_registered(api: ApiClient, second: str) -> None:
    """GOV.UK One Login tells neither name nor organisation."""
    openid = OpenId(issuer=second, client_id=CLIENT, client_secret=SECRET)
    async with signing_site(api.parts, openid) as site, site.visitor() as browser:
        await site.person((Role.AUDITOR, PLATFORM), subject="quiet", name="Registered Name")
        assert (await there_and_back(site, browser, "quiet")).status_code == 303
        assert "Registered Name" in (await browser.get("/organisation")).text


async def test_dfe_sign_in_says_for_which_school_one_comes(api: ApiClient, second: str) -> None:
    first, other = await api.school("Ashbrook Academy"), await api.school("Saltby School")
    openid = OpenId(
        issuer=second, client_id=CLIENT, client_secret=SECRET, organisation="dfe_sign_in"
    )
    async with signing_site(api.parts, openid) as site:
        await site.person(
            (Role.CAREERS_LEADER, _school(first)),
            (Role.CAREERS_LEADER, _school(other)),
            subject="two-schools",
        )
        for urn, name in ((first["urn"], "Ashbrook Academy"), (other["urn"], "Saltby School")):
            claim = {"id": "x", "urn": urn, "ukprn": None, "category": {"id": "001"}}
            await tells(second, "two-schools", {"organisation": claim})
            async with site.visitor() as browser:
                answer = await there_and_back(site, browser, "two-schools")
                assert name in (await browser.get(answer.headers["location"])).text


async def test_an_issuer_s_word_gives_nobody_a_role(api: ApiClient, second: str) -> None:
    mine, theirs = await api.school("Ashbrook Academy"), await api.school("Saltby School")
    openid = OpenId(
        issuer=second, client_id=CLIENT, client_secret=SECRET, organisation="dfe_sign_in"
    )
    async with signing_site(api.parts, openid) as site, site.visitor() as browser:
        await site.person((Role.CAREERS_LEADER, _school(mine)), subject="one-school")
        await tells(second, "one-school", {"organisation": {"urn": theirs["urn"]}})
        answer = await there_and_back(site, browser, "one-school")
        assert answer.headers["location"] == f"/institutions/{mine['id']}"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ({"category": {"id": "002"}, "establishmentNumber": "841"}, local_authority("841")),
        ({"category": {"id": "010"}, "uid": "5143"}, trust("5143")),
        ({"category": {"id": "013"}, "uid": 5143}, trust("5143")),
        ({"category": {"id": "001"}, "uid": "5143"}, None),
        ({"category": "002", "establishmentNumber": "841"}, None),
        ({"urn": {"nested": True}}, None),
        ("841", None),
        (None, None),
        ([], None),
    ],
)
async def test_dfe_sign_in_s_other_organisations(
    api: ApiClient, claim: object, found: Organisation | None
) -> None:
    held = [local_authority("841"), trust("5143")]
    ledger = api.parts.platform.ledger
    naming = NAMINGS["dfe_sign_in"]
    assert await named_organisation({"organisation": claim}, naming, held, ledger) == found


def _school(school: dict[str, str]) -> Organisation:
    from uuid import UUID

    return Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
