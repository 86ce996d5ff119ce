"""A link does one thing once, for whoever holds it, however often it is opened, sent or tampered with."""

import asyncio
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.identity.links.purposes import PURPOSES, LinkPurpose
from hub_core.identity.links.store import fingerprint
from services.web.links import acting
from tests.builders.api_client import NOW, ApiClient, refused, taken
from tests.builders.link_visitor import Form, Visitor, day
from tests.services.web.links.conftest import TYPED, Scene, new_scene

every_purpose = pytest.mark.parametrize("purpose", TYPED)


@pytest.fixture
def clock(api: ApiClient) -> Iterator[Any]:
    """Sets the hub's clock, for this test only."""
    before = api.parts.platform.clock

    def set_to(now: Any) -> None:
        api.parts.platform.clock = lambda: now

    yield set_to
    api.parts.platform.clock = before


async def events(api: ApiClient, after: int) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Topic, envelope and data of what was appended since."""
    rows = await api.owner.fetch(
        "select topic, envelope::text, data::text from ledger.readable where position > $1 "
        "order by position",
        after,
    )
    return [
        (row["topic"], msgspec.json.decode(row["envelope"]), msgspec.json.decode(row["data"]))
        for row in rows
    ]


async def row_of(api: ApiClient, visitor: Visitor) -> Any:
    """The link as it is kept."""
    token = visitor.path.rpartition("/")[2]
    return await api.owner.fetchrow(
        "select * from links.links where token_sha256 = $1", fingerprint(token)
    )


def test_every_purpose_with_a_page_here_is_tried() -> None:
    assert {one.value for one in LinkPurpose} - {"accept_invitation"} == TYPED.keys()


@every_purpose
async def test_the_deed_is_done_once_and_by_the_link(scene: Scene, purpose: str) -> None:
    visitor = await scene.link(purpose)
    before = await scene.api.head()
    first = await visitor.do(TYPED[purpose])
    done = await events(scene.api, before)
    kept = await row_of(scene.api, visitor)
    assert {envelope["actor"] for _, envelope, _ in done} == {f"link:{kept['id']}"}
    assert {envelope["operation"] for _, envelope, _ in done[:-1]} <= PURPOSES[
        LinkPurpose(purpose)
    ].operations
    assert done[-1][0] == "identity.LinkUsed.v1"
    assert (await visitor.open()).text == first

    head = await scene.api.head()
    again = await visitor.post({**TYPED[purpose], "step": "send"})
    assert again.text == first
    assert await scene.api.head() == head


@every_purpose
async def test_opening_it_by_whatever_means_does_nothing_but_count(
    scene: Scene, purpose: str
) -> None:
    visitor = await scene.link(purpose)
    head = await scene.api.head()
    for _ in range(3):
        assert (await visitor.open()).status_code == 200
    assert (await visitor.head()).status_code == 200
    assert await scene.api.head() == head
    kept = await row_of(scene.api, visitor)
    assert (kept["opened"], kept["spent_at"], kept["first_opened_at"]) == (3, None, NOW)


@every_purpose
async def test_two_at_once_do_it_once(scene: Scene, purpose: str) -> None:
    visitor = await scene.link(purpose)
    page = await visitor.open()
    sent = Form(page.text).values | TYPED[purpose] | {"step": "send"}
    before = await scene.api.head()
    answers = await asyncio.gather(*(visitor.post(sent) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    topics = [topic for topic, _, _ in await events(scene.api, before)]
    assert topics.count("identity.LinkUsed.v1") == 1
    assert len(topics) == len(set(topics))


@pytest.mark.parametrize("again", ["opened", "sent"])
@every_purpose
async def test_a_deed_whose_use_was_not_noted_is_told_as_done(
    scene: Scene, purpose: str, again: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is gone after the deed and before it is noted that the link is used."""

    async def gone(*_: Any, **__: Any) -> None:
        raise OSError("the process is gone")

    visitor = await scene.link(purpose)
    sent = Form((await visitor.open()).text).values | TYPED[purpose] | {"step": "send"}
    before = await scene.api.head()
    with monkeypatch.context() as patch:
        patch.setattr(acting, "use", gone)
        assert (await visitor.post(sent)).status_code >= 500
    done = [topic for topic, _, _ in await events(scene.api, before)]
    if again == "sent" or purpose == "offer_encounter":
        # Whether an employer made this very offer is seen once it is sent again: it may make many.
        answer = await visitor.post(sent)
    else:
        answer = await visitor.open()
    assert answer.status_code == 200
    assert (await row_of(scene.api, visitor))["spent_at"] is not None
    now = [topic for topic, _, _ in await events(scene.api, before)]
    assert now == [*done, "identity.LinkUsed.v1"]
    assert (await visitor.open()).text == answer.text


async def test_a_deed_and_its_use_are_found_by_one_correlation(scene: Scene) -> None:
    visitor = await scene.link("answer_offer")
    before = await scene.api.head()
    await visitor.do(TYPED["answer_offer"])
    found = await events(scene.api, before)
    assert {topic for topic, _, _ in found} > {"identity.LinkUsed.v1"}
    assert len({envelope["correlation"] for _, envelope, _ in found}) == 1


async def test_two_who_answer_differently_at_once_leave_one_answer(scene: Scene) -> None:
    visitor = await scene.link("answer_offer")
    own = {"form": Form((await visitor.open()).text).values["form"], "step": "send"}
    before = await scene.api.head()
    yes, no = {"answer": "accept"}, {"answer": "decline", "reason": "not_local"}
    await asyncio.gather(*(visitor.post(own | said) for said in (yes, no, yes, no)))
    topics = [topic.split(".")[1] for topic, _, _ in await events(scene.api, before)]
    assert sorted(topics) in (["EncounterAccepted", "LinkUsed"], ["EncounterDeclined", "LinkUsed"])
    done = (await visitor.open()).text
    assert ("was accepted" in done) == ("EncounterAccepted" in topics)


async def test_two_who_offer_differently_at_once_leave_one_offer(scene: Scene) -> None:
    visitor = await scene.link("offer_encounter")
    own = Form((await visitor.open()).text).values | TYPED["offer_encounter"] | {"step": "send"}
    before = await scene.api.head()
    kinds = ("mentoring", "employer_talk", "networking", "careers_fair")
    await asyncio.gather(*(visitor.post(own | {"kind": kind}) for kind in kinds))
    topics = [topic.split(".")[1] for topic, _, _ in await events(scene.api, before)]
    assert topics.count("EncounterOffered") == 1


async def test_nobody_finds_one_by_guessing(scene: Scene) -> None:
    visitor = await scene.link("confirm_encounter")
    token = visitor.path.rpartition("/")[2]
    near = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.lower(),
        token.upper(),
        token[1:],
    ]
    told = set()
    for guess in (*near, *(secrets.token_urlsafe(32) for _ in range(40)), "a", "%00", "..%2f"):
        stranger = Visitor(scene.api, f"/link/{guess}")
        for answer in (await stranger.open(), await stranger.post(TYPED["confirm_encounter"])):
            assert answer.status_code == 404
            told.add(answer.text)
    assert len(told) == 1
    kept = await row_of(scene.api, visitor)
    assert kept["opened"] == 0


@every_purpose
async def test_expired_it_says_so_to_its_holder_and_does_nothing(
    scene: Scene, clock: Any, purpose: str
) -> None:
    visitor = await scene.link(purpose)
    page = await visitor.open()
    head = await scene.api.head()
    clock(NOW + PURPOSES[LinkPurpose(purpose)].lifetime)
    sent = Form(page.text).values | TYPED[purpose] | {"step": "send"}
    for answer in (await visitor.open(), await visitor.post(sent)):
        assert answer.status_code == 410
        assert "The time for this page is over" in answer.text
    assert await scene.api.head() == head


async def test_its_issuer_can_give_it_less_time(scene: Scene, clock: Any) -> None:
    visitor = await scene.link("confirm_encounter", days=1)
    clock(NOW + timedelta(hours=23))
    assert (await visitor.open()).status_code == 200
    clock(NOW + timedelta(hours=24))
    assert (await visitor.open()).status_code == 410


async def test_withdrawn_it_does_nothing_and_used_it_cannot_be_withdrawn(scene: Scene) -> None:
    visitor, used = await scene.link("answer_offer"), await scene.link("primary_return")
    kept = await row_of(scene.api, visitor)
    page = await visitor.open()
    before = await scene.api.head()
    taken(await scene.api.post(f"identity/links/{kept['id']}/revoke"))
    taken(await scene.api.post(f"identity/links/{kept['id']}/revoke"))
    [(topic, _, data)] = await events(scene.api, before)
    assert (topic, data["link"]) == ("identity.LinkRevoked.v1", str(kept["id"]))
    for answer in (await visitor.open(), await visitor.go_on(page.text, {"answer": "accept"})):
        assert answer.status_code == 410
        assert "withdrawn" in answer.text

    await used.do(TYPED["primary_return"])
    kept = await row_of(scene.api, used)
    refused(await scene.api.post(f"identity/links/{kept['id']}/revoke"), 409, "link-used")
    assert "What happens next" in (await used.open()).text


async def test_a_link_for_one_thing_does_no_other(scene: Scene) -> None:
    """Accepting does not confirm, whatever is sent."""
    visitor = await scene.link("answer_offer")
    own = Form((await visitor.open()).text).values
    head = await scene.api.head()
    answer = await visitor.post(own | TYPED["confirm_encounter"] | {"answer": "", "step": "send"})
    assert answer.status_code == 422
    assert await scene.api.head() == head


@every_purpose
async def test_what_it_is_about_cannot_be_changed_by_its_form(scene: Scene, purpose: str) -> None:
    other = await new_scene(scene.api)
    about = {
        "encounter": other.encounter,
        "institution": other.school["id"],
        "institutions": other.school["id"],
        "employer": other.employer,
        "at": other.school["id"],
        "holder": other.school["id"],
        "period": "2024/25",
        "academic_year": "2024/25",
        "month": "2025-12",
        "purpose": "confirm_encounter",
        "link": str(UUID(int=1)),
    }
    visitor = await scene.link(purpose)
    own = Form((await visitor.open()).text).values
    before = await scene.api.head()
    answer = await visitor.post(own | TYPED[purpose] | about | {"step": "send"})
    assert answer.status_code == 200
    told = msgspec.json.encode([data for _, _, data in await events(scene.api, before)]).decode()
    for one in (other.encounter, other.school["id"], other.employer, "2024/25", "2025-12"):
        assert one not in told
    assert len(await events(scene.api, before)) >= 2


@every_purpose
async def test_only_a_form_of_its_own_page_counts(scene: Scene, purpose: str) -> None:
    visitor, stranger = await scene.link(purpose), await scene.link(purpose)
    own = Form((await visitor.open()).text).values | TYPED[purpose] | {"step": "send"}
    head = await scene.api.head()
    foreign = Form((await stranger.open()).text).values["form"]
    for forged in ("", "x" * 64, foreign, own["form"].upper()):
        answer = await visitor.post(own | {"form": forged})
        assert answer.status_code == 403
        assert "did not come from this page" in answer.text
    without = {name: value for name, value in own.items() if name != "form"}
    assert (await visitor.post(without)).status_code == 403
    for said in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        assert (await visitor.post(own, **said)).status_code == 403
    assert await scene.api.head() == head


async def test_a_browser_that_names_no_origin_is_taken_at_its_word_about_the_site(
    scene: Scene,
) -> None:
    """With Referrer-Policy no-referrer browsers send ``Origin: null`` with our own forms."""
    visitor = await scene.link("answer_offer")
    own = Form((await visitor.open()).text).values | {"answer": "accept"}
    answer = await visitor.post(own, origin="null", **{"sec-fetch-site": "same-origin"})
    assert "was accepted" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe=%zz&&&=",
        b"answer=accept&" + b"x=1&" * 200,
        b"form=" + b"y" * 20_000,
        b"a" * 2_000 + b"=" + b"\x00" * 2_000,
    ],
    ids=["bytes", "many fields", "too large", "nul"],
)
async def test_no_form_is_our_fault(scene: Scene, body: bytes) -> None:
    visitor = await scene.link("answer_offer")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json"):
        answer = await scene.api.http.post(
            visitor.path, content=body, headers={"content-type": kind}
        )
        assert 400 <= answer.status_code < 500


async def test_what_was_settled_otherwise_is_told_and_nothing_is_done(scene: Scene) -> None:
    visitor = await scene.link("confirm_encounter")
    page = await visitor.open()
    part = f"encounters/institutions/{scene.school['id']}/encounters/{scene.encounter}"
    taken(await scene.api.post(f"{part}/decline", {"reason": "not_local"}))
    head = await scene.api.head()
    opened = await visitor.open()
    assert "There is nothing left to do here" in opened.text
    assert "Declined" in opened.text
    sent = Form(page.text).values | TYPED["confirm_encounter"] | {"step": "send"}
    assert (await visitor.post(sent)).status_code == 409
    assert await scene.api.head() == head


async def test_another_day_for_delivery_is_refused_beside_its_question(scene: Scene) -> None:
    visitor = await scene.link("record_delivery")
    page = await visitor.fill_in({**day("held_on", "2026-02-12"), "reported": "61"})
    assert page.status_code == 422
    assert "12 February 2026 has not come yet" in page.text
