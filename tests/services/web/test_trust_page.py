"""A trust's page: its own schools across hubs and nobody else's, with what to ask of which."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from hub_core.access import Organisation, OrganisationKind, Role, trust
from hub_core.access.scope import NOTHING, OVERVIEW, Scope, ScopeKind
from hub_core.gatsby.edition import editions
from hub_core.provider_access.statement import Publication
from hub_core.reference.service_phases import ServicePhase
from hub_core.settings import OpenId
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import DeclaredResult, MemberStanding
from projections.benchmark_progress.trust_schools import HubOfSchool, SchoolOfTrust
from services.web.trust_page.file import schools_file
from services.web.trust_page.view import headline, trust_page
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.keyring import new_key
from tests.builders.signing_site import SigningSite, signing_site

TODAY = date(2026, 3, 1)
OWN, OTHER = trust("71431"), trust("71432")


def a_school(
    name: str, *, hub: str = "Northbank", on: date | None = None, **told: object
) -> SchoolOfTrust:
    result = on and DeclaredResult(
        completed_on=on,
        edition="GATSBY-2024",
        source="compass",
        percentages=(100, 40, 100, 0, 100, 60, None, 100),
        achieved=(True, False, True, False, True, False, False, True),
        copied_forward=False,
    )
    standing = MemberStanding(
        institution=uuid4(),
        name=name,
        urn="100001",
        phase=ServicePhase.SECONDARY,
        type_code="34",
        evidenced=None,
        declared=result,
    )
    known = {
        "careers_leader_trained": True,
        "access_statement": Publication.PUBLISHED,
        "review_due_on": date(2027, 1, 8),
    } | told
    member_of = HubOfSchool(id=uuid5(NAMESPACE_URL, hub), name=hub) if hub else None
    return SchoolOfTrust(standing=standing, hub=member_of, **known)  # type: ignore[arg-type]


def test_what_is_to_be_asked_of_which_school_is_named_and_silence_is_no_failing() -> None:
    schools = [
        a_school("Alder", on=date(2026, 1, 10)),
        a_school("Birch", on=date(2024, 11, 2), careers_leader_trained=False),
        a_school(
            "Cedar",
            hub="",
            careers_leader_trained=None,
            access_statement=Publication.MISSING,
            review_due_on=None,
        ),
    ]
    page = trust_page(
        schools, name="Vale Trust", names=dict.fromkeys(range(1, 9), ""), today=TODAY,
        href=lambda _: "",
    )  # fmt: skip
    named = {one.title: [row.name for row in one.schools] for one in page.topics}
    assert named == {
        "Access statement missing": ["Cedar"],
        "No careers leader, or not trained": ["Birch", "Cedar"],
        "No official result": ["Cedar"],
        "Official result over a year old": ["Birch"],
        "No data supplied this year": ["Alder", "Birch", "Cedar"],
        "In no careers hub": ["Cedar"],
    }
    assert {one.label: f"{one.amount} {one.of}" for one in page.totals} == {
        "Have an official result": "2 of 3",
        "Benchmarks achieved": "4.0 of 8",
        "Careers leader trained": "1 of 3",
        "Access statements missing": "1 of 3",
        "No data supplied": "3 of 3",
    }
    assert page.headline == "3 schools in 1 careers hub; 1 in none"
    assert page.rows[2].cells[0].declared == "No result"
    assert headline([]) == "No open school on the register belongs to this trust"
    head, first, *_, last = csv.reader(io.StringIO(schools_file(schools)))
    assert (
        dict(zip(head, first, strict=True)).items()
        >= {
            "Careers hub": "Northbank",
            "Careers leader trained": "yes",
            "Access statement": "Published",
            "Statement review due": "2027-01-08",
            "Result completed": "2026-01-10",
            "Benchmark 2 declared %": "40",
            "Benchmark 7 declared %": "x",
        }.items()
    )
    assert (
        dict(zip(head, last, strict=True)).items()
        >= {
            "Careers hub": "z",
            "Careers leader trained": "x",
            "Access statement": "Not published",
            "Benchmarks achieved": "x",
        }.items()
    )


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _told(api: ApiClient, at: Organisation) -> Any:
    """What a trust's own system is told of its schools."""
    _, key = await new_key(api.parts.platform, Role.TRUST_LEAD, at)
    path = f"progress/trusts/{at.id}/schools"
    return taken(await api.get(path, authorization=f"Bearer {key.text}"))


async def test_a_trust_sees_its_schools_across_hubs_and_no_other_trust_s(
    api: ApiClient, site: SigningSite
) -> None:
    hubs = [await api.hub("Northbank Careers Hub"), await api.hub("Southbank Careers Hub")]
    of_trust = [
        await api.school(name, lowAge=11, highAge=16, trustId="71431", trustName="Vale Trust")
        for name in ("Alder of Vale", "Birch of Vale")
    ]
    another = await api.school("Cedar of Dale", trustId="71432", trustName="Dale Trust")
    for hub, school in zip(hubs, of_trust, strict=True):
        member = f"membership/hubs/{hub['id']}/members/{school['id']}"
        taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    await api.project()

    lead = await site.signed_in(await site.person((Role.TRUST_LEAD, OWN)))
    assert (await lead.get("/home")).headers["location"] == f"/trusts/{OWN.id}"
    page = (await lead.get(f"/trusts/{OWN.id}")).text
    assert "2 schools in 2 careers hubs" in page
    for name in ("Vale Trust", "Northbank Careers Hub", "Southbank Careers Hub"):
        assert name in page
    assert "Cedar of Dale" not in page
    assert f'href="/institutions/{of_trust[0]["id"]}"' in page
    assert (await lead.get(f"/institutions/{of_trust[0]['id']}")).status_code == 200
    assert (await lead.get(f"/institutions/{another['id']}")).status_code == 404

    file = await lead.get(f"/trusts/{OWN.id}/schools.csv")
    assert file.headers["content-disposition"].startswith('attachment; filename="trust-schools-')
    assert [line.split(",")[0] for line in file.text.splitlines()[1:]] == [
        "Alder of Vale",
        "Birch of Vale",
    ]

    at_hub = Organisation(OrganisationKind.HUB, UUID(hubs[0]["id"]))
    at_school = Organisation(OrganisationKind.INSTITUTION, UUID(of_trust[0]["id"]))
    for role, at in (
        (Role.TRUST_LEAD, OTHER),
        (Role.HUB_LEAD, at_hub),
        (Role.SENIOR_LEADER, at_school),
    ):
        someone = await site.signed_in(await site.person((role, at)))
        for path in (f"/trusts/{OWN.id}", f"/trusts/{OWN.id}/schools.csv"):
            assert (await someone.get(path)).status_code == 404

    told = await _told(api, OWN)
    assert (told["name"], told["totals"]["schools"], told["totals"]["statementsMissing"]) == (
        "Vale Trust",
        2,
        2,
    )
    alder = told["schools"][0]
    assert (alder["standing"]["name"], alder["hub"]["name"]) == (
        "Alder of Vale",
        "Northbank Careers Hub",
    )
    assert (alder["careersLeaderTrained"], alder["accessStatement"]) == (None, "missing")
    assert (await _told(api, OTHER))["schools"][0]["standing"]["name"] == "Cedar of Dale"
    _, others = await new_key(api.parts.platform, Role.TRUST_LEAD, OTHER)
    path = f"progress/trusts/{OWN.id}/schools"
    refused(await api.get(path, authorization=f"Bearer {others.text}"), 404, "not-found")

    # The second fence: whatever is asked, the rows are those of the scope.
    kept, edition = KeptProgress(api.parts.pool), editions()["GATSBY-2024"]
    for scope, names in (
        (Scope(ScopeKind.TRUST, str(OWN.id)), ["Alder of Vale", "Birch of Vale"]),
        (Scope(ScopeKind.TRUST, str(OTHER.id)), []),
        (Scope(ScopeKind.HUB, hubs[0]["id"]), ["Alder of Vale"]),
        (OVERVIEW, []),
        (NOTHING, []),
    ):
        found = await kept.trust(OWN.id, "2025/26", edition, today=TODAY, scope=scope)
        assert isinstance(found, tuple)
        assert [one.standing.name for one in found] == names


async def test_the_header_s_search_finds_what_the_asker_may_know_and_links_what_opens(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub("Quarrybank Careers Hub")
    own = await api.school("Quarry School of Own", trustId="71433", trustName="Quarry Trust")
    other = await api.school("Quarry School of Others")
    employer = await api.employer("Quarry Stone Limited")
    await api.project()

    async def found(role: Role, at: Organisation, wanted: str = "quarry") -> str:
        someone = await site.signed_in(await site.person((role, at)))
        return (await someone.get("/search", params={"q": wanted})).text

    lead = await found(Role.TRUST_LEAD, trust("71433"))
    assert f'href="/institutions/{own["id"]}"' in lead
    assert "Quarry School of Others" in lead
    assert f"/{other['id']}" not in lead
    assert "Quarrybank Careers Hub" in lead
    assert f"/hubs/{hub['slug']}" not in lead
    assert "Quarry Stone Limited" in lead

    at_hub = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    of_hub = await found(Role.HUB_LEAD, at_hub, other["urn"])
    assert f'href="/hubs/{hub["slug"]}/members/{other["id"]}"' in of_hub
    assert "Quarry School of Own" not in of_hub
    assert f'href="/hubs/{hub["slug"]}/employers/{employer}"' in await found(Role.HUB_LEAD, at_hub)
    at_employer = Organisation(OrganisationKind.EMPLOYER, UUID(employer))
    firm = await found(Role.EMPLOYER_USER, at_employer, "QUARRY")
    assert f'href="/employers/{employer}"' in firm
    another = Organisation(OrganisationKind.EMPLOYER, UUID(await api.employer("Elsewhere Ltd")))
    assert "Quarry Stone Limited" not in await found(Role.EMPLOYER_USER, another)
    assert "Nothing you may see is called “%_”" in await found(Role.HUB_LEAD, at_hub, "%_")
    assert "Type two letters or more" in await found(Role.HUB_LEAD, at_hub, "q")
