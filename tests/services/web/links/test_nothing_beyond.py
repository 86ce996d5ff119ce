"""The page of a link shows its purpose and nothing else, and its address stays with whoever was sent it."""

import re

import pytest
from structlog.testing import capture_logs

from tests.builders.api_client import ApiClient
from tests.builders.link_visitor import Form, Visitor, day
from tests.services.web.links.conftest import TYPED, Scene, new_scene

every_purpose = pytest.mark.parametrize("purpose", TYPED)

#: Which names of the scene each purpose is about: of its employer, school, primary and service.
NEEDED = {
    "offer_encounter": {"Engineering", "High School"},
    "record_delivery": {"Engineering", "High School"},
    "answer_offer": {"Engineering", "High School"},
    "confirm_encounter": {"Engineering", "High School"},
    "primary_return": {"Primary"},
    "monthly_counts": {"Skills for Adults"},
}
EVERY = set().union(*NEEDED.values())


@every_purpose
async def test_its_page_names_what_it_is_about_and_nobody_else(scene: Scene, purpose: str) -> None:
    other = await new_scene(scene.api, f"Medlar {scene.api.number()}")
    part = f"encounters/institutions/{other.school['id']}/encounters/{other.encounter}/confirm"
    await scene.api.post(part, {"attendance": {"counts": {"8": 4321}}, "heldOn": "2026-02-10"})
    visitor = await scene.link(purpose)
    pages = [(await visitor.open()).text, (await visitor.fill_in(TYPED[purpose])).text]
    pages.append((await visitor.open()).text)
    for page in pages:
        seen = re.sub(r"<option.*?</option>|<label.*?</label>", "", page, flags=re.S)
        assert "Medlar" not in page
        assert "4,321" not in page
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", page), "an id"
        for name in EVERY - NEEDED[purpose]:
            assert f" {name}" not in seen.replace("Primary return", ""), name
        assert "/hubs" not in page
        assert page.count("href=") == page.count('href="/static/') + page.count('href="#')


async def test_a_sole_trader_is_not_named(scene: Scene) -> None:
    body = {"form": "sole_trader", "name": "Rosalind Ackroyd", "postcode": "LS1 4AP"}
    trader = (await scene.api.post("encounters/employers", body)).json()["id"]
    encounter = await scene.api.propose(trader, scene.school)
    visitor = await Scene(
        scene.api, scene.school, scene.primary, scene.service, trader, encounter
    ).link("answer_offer")
    page = (await visitor.open()).text
    assert "A sole trader" in page
    assert "Ackroyd" not in page


@every_purpose
async def test_nothing_typed_is_lost_when_something_is_wrong(scene: Scene, purpose: str) -> None:
    visitor = await scene.link(purpose)
    wrong = {
        "offer_encounter": day("planned_for", "2026-02-01"),
        "record_delivery": {"reported": "<b>sixty</b>"},
        "answer_offer": {"answer": "decline", "reason": ""},
        "confirm_encounter": {"counts-8-learners": "fifty"},
        "primary_return": {"classes-1-met": "3", "pupils": "5000"},
        "monthly_counts": {"referrals_out": "9000"},
    }[purpose]
    page = await visitor.fill_in(TYPED[purpose] | wrong)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert "<title>Error: " in page.text
    assert "<b>sixty" not in page.text
    kept = Form(page.text).values
    for name, value in (TYPED[purpose] | wrong).items():
        assert kept.get(name, "") == value
    leads_to = re.findall(r'<a href="#([^"]+)">', page.text.split("<form")[0])
    leads_to = [one for one in leads_to if one != "main-content"]
    assert leads_to
    for place in leads_to:
        assert f'id="{place}"' in page.text


async def test_a_change_of_mind_goes_back_with_every_answer(scene: Scene) -> None:
    visitor = await scene.link("primary_return")
    check = await visitor.fill_in(TYPED["primary_return"])
    assert "Check your answers" in check.text
    assert "1 of 2 classes" in check.text
    back = await visitor.go_on(check.text, step="change")
    kept = Form(back.text).values
    assert {name: kept.get(name) for name in TYPED["primary_return"]} == TYPED["primary_return"]


async def test_numbers_that_contradict_each_other_are_told_in_plain_words(scene: Scene) -> None:
    visitor = await scene.link("primary_return")
    typed = TYPED["primary_return"] | {"classes-1-met": "3", "encounters": "0"}
    page = (await visitor.fill_in(typed)).text
    assert "3 classes of Year 1 met somebody, but it has 2." in page
    assert "3 classes met somebody, but there were no visits." in page


async def test_more_learners_than_are_on_roll_are_told_beside_their_year_group(
    scene: Scene,
) -> None:
    roll = f"activities/institutions/{scene.school['id']}/roll"
    await scene.api.put(roll, {"roll": {"8": 50}, "asOf": "2025-10-02"})
    visitor = await scene.link("confirm_encounter")
    check = await visitor.fill_in(TYPED["confirm_encounter"])
    page = await visitor.go_on(check.text)
    assert page.status_code == 422
    assert '<a href="#counts-8-learners">58 learners came, but Year 8 has 50.' in page.text


@every_purpose
async def test_the_address_stands_nowhere_but_with_its_holder(scene: Scene, purpose: str) -> None:
    visitor = await scene.link(purpose)
    token = visitor.path.rpartition("/")[2]
    with capture_logs() as logged:
        pages = [await visitor.open(), await visitor.fill_in({})]
        await visitor.do(TYPED[purpose])
        pages.append(await visitor.open())
    for answer in pages:
        assert token not in answer.text
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers
        assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert token not in str(logged)
    assert await tables_that_hold(scene.api, token) == []


async def test_not_even_a_fault_of_ours_logs_the_address(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await scene.link("answer_offer")
    token = visitor.path.rpartition("/")[2]

    def gone() -> None:
        raise ConnectionError("the database went away")

    monkeypatch.setattr(scene.api.parts.platform, "clock", gone)
    with capture_logs() as logged:
        answer = await visitor.open()
    assert answer.status_code == 503
    assert "Open this page again" in answer.text
    assert logged
    assert token not in str(logged)


async def test_an_address_that_leads_nowhere_is_not_logged_either(api: ApiClient) -> None:
    with capture_logs() as logged:
        await Visitor(api, "/link/" + "A" * 43 + "/more").open()
    assert "A" * 43 not in str(logged)


async def tables_that_hold(api: ApiClient, text: str) -> list[str]:
    """Every table of the hub's database in which this text stands anywhere."""
    tables = await api.owner.fetch(
        "select quote_ident(table_schema) || '.' || quote_ident(table_name) as name "
        "from information_schema.tables where table_type = 'BASE TABLE' "
        "and table_schema not in ('pg_catalog', 'information_schema')"
    )
    found = []
    for table in tables:
        query = f"select exists (select 1 from {table['name']} t where strpos(t::text, $1) > 0)"
        if await api.owner.fetchval(query, text):
            found.append(table["name"])
    return found
