"""Names that a spreadsheet would calculate, taken away in every file for people.

The rule: whatever somebody could call a thing, no cell of a download is a formula.
"""

import csv
import io
import re
import unicodedata
from datetime import date
from urllib.parse import quote
from uuid import uuid4

import pytest
from litestar.routes import HTTPRoute

from hub_core.access import PLATFORM, OrganisationKind, Role, trust
from hub_core.gatsby.edition import editions
from hub_core.rollups.released_hubs import ReleasedHub
from services.web.hub_page import drawings
from tests.attacks.stage import Stage
from tests.builders.api_client import taken
from tests.builders.hub_dashboards import full_dashboard
from tests.builders.official_results import HUBS
from tests.builders.releases import published, release_files

FORMULAE = (
    '=HYPERLINK("https://evil.example","Click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u00a0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹢1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "%0A=1",
    "|calc",
)
#: Marks that are shown as nothing, so that what follows them begins the cell.
INVISIBLE = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


def calculated(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    seen = unicodedata.normalize("NFKC", INVISIBLE.sub("", cell))
    return seen[:1] in {"=", "+", "-", "@"} or cell[:1] in {"\t", "\r", "\n"}


async def test_no_reference_of_a_learner_is_a_formula_in_the_schools_own_file(stage: Stage) -> None:
    """References are the school's own, and whoever fills in its register may call a learner anything."""
    school = stage.ours.institution
    taken_in = []
    for formula in FORMULAE:
        body = {"learners": [{"reference": formula, "yearGroup": 8}], "asOf": "2025-09-08"}
        answer = await stage.api.put(f"activities/institutions/{school}/roster", body)
        assert answer.status_code in (200, 422), answer.text
        taken_in += [formula] if answer.status_code == 200 else []
    person = await stage.person(
        Role.CAREERS_LEADER, stage.ours.organisation(OrganisationKind.INSTITUTION)
    )
    async with await stage.signed_in(person) as browser:
        files = 0
        for criterion in criteria():
            answer = await browser.get(
                f"/institutions/{school}/missing/{criterion}.csv?as_at=2026-02-11"
            )
            if answer.status_code == 404:
                continue
            files += 1
            for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")):
                assert not [cell for cell in row if calculated(cell)], row
        assert files > 0


async def test_no_row_to_mend_is_a_formula(stage: Stage) -> None:
    """The file of problems says again what stood in the file that was sent."""
    school = stage.ours.institution
    uploads = f"activities/institutions/{school}/uploads"
    begun = {"source": "formulae", "kind": "activities", "academicYear": "2025/26"}
    path = f"{uploads}/{taken(await stage.api.post(uploads, begun), 201)['id']}"
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("Activity ID", "Learner reference", "Date", "Type", "Mode"))
    rows.writerows((one, one, one, one, one) for one in FORMULAE)
    headers = {"idempotency-key": str(uuid4()), "content-type": "text/csv"}
    sent = await stage.api.http.put(
        f"/api/{path}/content", content=text.getvalue().encode(), headers=headers
    )
    assert sent.status_code == 200, sent.text
    person = await stage.person(
        Role.CAREERS_LEADER, stage.ours.organisation(OrganisationKind.INSTITUTION)
    )
    async with await stage.signed_in(person) as browser:
        page = path.removeprefix("activities")
        answer = await browser.get(f"{page}/problems.csv")
        assert answer.status_code == 200, answer.text
        told = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert len(told) > len(FORMULAE)
        for row in told:
            assert not [cell for cell in row if calculated(cell)], row


PANELS = ("employers", "training", "provider-access", "placements", "coverage", "area")
TRUST = trust("71490")
MEASURED = date(2021, 12, 31)
NATIONAL = f"release={MEASURED}&by=careers_hub&area={quote(FORMULAE[0])}&with={quote(FORMULAE[1])}"


def criteria() -> list[str]:
    """Numbers of figures there may be."""
    return [f"{one.code}.y8" for _, one in editions()["GATSBY-2024"].criteria()]


@pytest.fixture(scope="module")
async def slugs(stage: Stage) -> list[str]:
    """Hubs, schools and employers with such names, as far as the platform takes them."""
    taken: list[str] = []
    for formula in FORMULAE:
        slug = f"hub-{uuid4().hex[:8]}"
        hub = {
            "name": formula,
            "slug": slug,
            "leadOrganisation": formula,
            "localAuthorities": ["202"],
            "phases": ["secondary"],
        }
        key = f'=HYPERLINK("{uuid4().hex}")'
        answer = await stage.api.post("membership/hubs", hub, key=key)
        assert answer.status_code in (201, 422), answer.text
        if answer.status_code != 201:
            continue
        taken.append(slug)
        details = {
            "name": formula,
            "phase": "secondary",
            "localAuthority": "202",
            "trustId": "71490",
        }
        school = await stage.api.post(
            "membership/institutions", {"urn": stage.api.number(), "details": details}
        )
        firm = {
            "form": "company",
            "name": formula,
            "companyNumber": f"00{stage.api.number()}",
            "sicCodes": ["25620"],
            "employees": 84,
        }
        employer = await stage.api.post("encounters/employers", firm)
        if {school.status_code, employer.status_code} == {201}:
            known = {"id": school.json()["id"], "urn": details}
            path = f"membership/hubs/{answer.json()['id']}/members/{known['id']}"
            await stage.api.put(path)
        said = {"funder": "cec", "academicYear": "2025/26", "period": "q2", "comment": formula}
        comments = f"progress/hubs/{answer.json()['id']}/return/comments"
        sent = await stage.api.post(comments, said | {"indicator": "mean_benchmarks"})
        assert sent.status_code in (200, 422), sent.text
    await stage.api.project()
    assert len(taken) > 5
    return taken


@pytest.fixture(scope="module")
async def release(stage: Stage) -> None:
    """Published figures by hubs with such names, which programs are given as they are."""
    names = {
        hub: ReleasedHub(code=f"hub-{number}", name=formula)
        for number, (hub, formula) in enumerate(zip(HUBS, FORMULAE, strict=False))
    }
    await published(stage.api, release_files(6, on=MEASURED, hubs=names), on=MEASURED)


@pytest.mark.usefixtures("release")
async def test_no_cell_of_any_download_is_a_formula(stage: Stage, slugs: list[str]) -> None:
    person = await stage.person(Role.AUDITOR, PLATFORM)
    routes = {
        route.path_format
        for route in stage.app.routes
        if isinstance(route, HTTPRoute) and ("csv" in route.path or "{file}" in route.path_format)
    }
    assert routes >= {"/hubs.csv", "/audit.csv", "/hubs/{slug}/figures/{file}"}
    queries = ["", "?who=" + quote("=1+1"), "?action=" + quote("@x")]
    async with await stage.signed_in(person) as browser:
        files = [f"{key}.csv" for key in drawings(full_dashboard())]
        asked = [
            *(f"/hubs/{slug}/figures/{file}" for slug in slugs for file in files),
            *(f"/hubs/{slug}/benchmarks.csv" for slug in slugs),
            *(f"/hubs/{slug}/return.csv?quarter=2025-26-q2" for slug in slugs),
            *(f"/hubs/{slug}/{panel}.csv" for slug in slugs for panel in PANELS),
            f"/trusts/{TRUST.id}/schools.csv",
            "/hubs.csv",
            *(f"/audit.csv{query}" for query in queries),
            *(f"/national/{file}.csv?{NATIONAL}" for file in ("areas", "series", "comparison")),
            f"/trusts/{stage.ours.named('trust')}/schools.csv",
        ]
        covered = {
            "/hubs/{slug}/figures/{file}",
            "/hubs.csv",
            "/audit.csv",
            "/hubs/{slug}/benchmarks.csv",
            "/hubs/{slug}/return.csv",
            *(f"/hubs/{{slug}}/{panel}.csv" for panel in PANELS),
            "/trusts/{trust}/schools.csv",
            "/institutions/{institution}/trend.csv",  # days and numbers
            "/hubs/{slug}/results/example.csv",  # headings only
            "/hubs/{slug}/results/contacts.csv",
            "/national/{file}",
            "/institutions/{institution}/missing/{file}",  # above
            "/institutions/{institution}/uploads/{upload}/problems.csv",  # below
            "/upload-templates/{file}",  # nobody writes anything into it
        }
        program = {route for route in routes - covered if route.startswith("/api/")}
        assert routes - covered == program, "a file for people that this test does not download"
        named = 0
        for path in asked:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["x-content-type-options"] == "nosniff"
            text = answer.content.decode("utf-8-sig")
            for row in csv.reader(io.StringIO(text, newline="")):
                assert not [cell for cell in row if calculated(cell)], f"{path}: {row}"
                named += sum("1+1" in cell or "HYPERLINK" in cell for cell in row)
        assert named > 5, "the names are in the files"
