"""Pages, their files and their refusals, as a browser without JavaScript gets them."""

import csv
import io
import re

import httpx
import msgspec
import pytest

from hub_core.disclosure import protect
from projections.hub_dashboard.figures import CountedLearners, HubIdentity
from projections.read_model import BeingUpdated
from tests.builders.hub_dashboards import BuiltQueries, basis, full_dashboard

HUB = "/hubs/greater-lincolnshire"
PAGES = ("/", HUB, "/hubs/norfolk", "/hubs/suffolk", "/hubs/nowhere", "/?search=zzz")


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_is_inline_and_nothing_comes_from_elsewhere(
    client: httpx.AsyncClient, path: str
) -> None:
    page = await client.get(path)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", page.text)
    assert not re.search(r'(?:src|href|action)="(?!/|#|\?)', page.text)


@pytest.mark.parametrize("path", ["/", HUB])
async def test_every_file_a_page_names_is_there(client: httpx.AsyncClient, path: str) -> None:
    page = await client.get(path)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


async def test_a_first_visit_stays_below_a_hundred_kilobytes(client: httpx.AsyncClient) -> None:
    total = 0
    page = await client.get(HUB)
    addresses = {HUB, *re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)}
    addresses.add(re.sub(r"hub\.css$", "vendor/govuk-frontend.js", next(
        one for one in addresses if one.endswith("hub.css"))))  # fmt: skip
    for address in addresses:
        async with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
            total += len(b"".join([chunk async for chunk in answer.aiter_raw()]))
    assert total < 100_000


async def test_the_hub_page_says_its_figures_and_what_they_rest_on(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(HUB)).text
    for words in ("Greater Lincolnshire", "614", "19,205", "fewer than 10", "No data supplied",
                  "Took place at 41 of 60 members. Newest fact today at 08:37",
                  "Named by 31 of 60 members", "10 members counted 600 to 1,400 learners",
                  "log position 48,211", "19 of 60 members have told us nothing"):  # fmt: skip
        assert words in text


async def test_workplaces_providers_and_guidance_stand_apart_from_encounters(
    client: httpx.AsyncClient,
) -> None:
    """The journey: a hub lead reads how many experiences of workplaces there were, on whose word, and that
    no encounter above is one of them; seven guidance meetings are seven learners, and are not shown."""
    text = (await client.get(HUB)).text
    section = text[text.index('id="beside-heading"') : text.index('id="silent-heading"')]
    for words in (
        "Encounters with providers of further learning were recorded most widely, by 20 of 60 members",
        "None of it is counted among the encounters above",
        "Different learners named: 2,410. Learners counted without names: 300 to 700",
        "Recorded by 2 of 60 members",
    ):
        assert words in section
    meetings = section[section.index("Personal guidance meetings") :]
    assert "fewer than 10" in meetings[:300]
    assert ">7<" not in section
    assert (
        "No member has recorded any of these in 2025/26" in (await client.get("/hubs/norfolk")).text
    )


async def test_a_silent_hub_is_not_a_hub_with_nought(client: httpx.AsyncClient) -> None:
    text = (await client.get("/hubs/norfolk")).text
    assert "no data supplied" in text
    assert ">0 encounters" not in text
    assert "40 of 40 members have told us nothing about 2025/26" in text


async def test_a_hub_without_members_says_how_it_begins(client: httpx.AsyncClient) -> None:
    assert "This hub has no members yet" in (await client.get("/hubs/suffolk")).text


async def test_an_employers_word_alone_is_shown_as_what_it_is(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    dashboard = full_dashboard()
    panel = msgspec.structs.replace(
        dashboard.phases[0], institutions_reporting=0, institutions_silent=18
    )
    queries.dashboards["greater-lincolnshire"] = msgspec.structs.replace(
        dashboard, phases=(panel, *dashboard.phases[1:])
    )
    assert '<p class="hub-phase__amount">41</p>' in (await client.get(HUB)).text


async def test_names_are_escaped(client: httpx.AsyncClient, queries: BuiltQueries) -> None:
    dashboard = full_dashboard()
    hub = HubIdentity(id=dashboard.hub.id, slug="x", name="<script>alert(1)</script> & Sons")
    queries.dashboards["x"] = msgspec.structs.replace(dashboard, hub=hub)
    text = (await client.get("/hubs/x")).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    "key",
    [
        "by-month",
        "by-kind",
        "by-sector",
        "by-mode",
        "by-year-group",
        "evidence",
        "beside",
        "phases",
    ],
)
async def test_every_chart_has_a_file_that_the_page_links(
    client: httpx.AsyncClient, key: str
) -> None:
    address = f"{HUB}/figures/{key}.csv?year=2025-26"
    assert address.replace("&", "&amp;") in (await client.get(HUB)).text
    answer = await client.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


async def test_withheld_and_missing_figures_have_their_symbols_in_the_file(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(f"{HUB}/figures/phases.csv")).text
    rows = {row[0]: row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))}
    assert rows["Special and alternative provision"][5] == "c"
    assert rows["Adult services"][4:] == ["x"] * 5


async def test_a_hub_is_found_by_a_part_of_its_name(client: httpx.AsyncClient) -> None:
    text = (await client.get("/?search=yorkshire")).text
    listed = text[text.index('id="list"') :]
    assert listed.count('scope="row"') == 4


@pytest.mark.parametrize("show", ["reporting", "encounters", "membership", "nonsense"])
async def test_the_map_can_be_shaded_by_each_measure(client: httpx.AsyncClient, show: str) -> None:
    page = await client.get("/", params={"show": show})
    assert page.status_code == 200
    assert page.text.count('class="hub-tile ') == 45


async def test_no_hubs_yet_is_said(client: httpx.AsyncClient, queries: BuiltQueries) -> None:
    queries.hub_tiles = ()
    assert "No hub has been established yet" in (await client.get("/")).text


async def test_an_earlier_year_is_not_live(client: httpx.AsyncClient) -> None:
    text = (await client.get(f"{HUB}?year=2024-25")).text
    assert "Encounters by kind, 2024/25" in text
    assert "data-live" not in text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/hubs/nowhere", "There is no hub at the address “nowhere”."),
        (f"{HUB}?year=2025", "“2025” is not an academic year. Write it like 2025-26."),
        (f"{HUB}?year=2025-27", "“2025-27” is not an academic year."),
        (f"{HUB}/figures/none.csv", "This hub has no file called none.csv."),
        ("/static/x/../app.py", "If you typed the address"),
        ("/nowhere/at/all", "If you typed the address, check that it is right."),
    ],
)
async def test_what_is_not_there_is_answered_with_a_sentence(
    client: httpx.AsyncClient, path: str, sentence: str
) -> None:
    page = await client.get(path)
    assert page.status_code == 404
    assert sentence in page.text
    assert page.headers["content-type"].startswith("text/html")


async def test_a_mistake_in_the_address_is_a_sentence(client: httpx.AsyncClient) -> None:
    page = await client.get(f"{HUB}?at_least=soon")
    assert page.status_code == 400
    assert "There is a mistake in the address" in page.text


async def test_figures_that_have_not_caught_up_say_so(client: httpx.AsyncClient) -> None:
    page = await client.get(f"{HUB}?at_least=99999&year=2025-26")
    assert page.status_code == 503
    assert "figures are being updated" in page.text
    assert "?year=2025-26&amp;at_least=99999" in page.text


async def test_a_read_model_not_there_yet_says_so(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    queries.dashboards["new"] = BeingUpdated(position=0)
    page = await client.get("/hubs/new")
    assert page.status_code == 503
    assert 'href="/hubs/new">Try again' in page.text


async def test_a_failure_tells_the_reader_nothing_about_the_inside(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    queries.failing = LookupError("column x of the read model")
    page = await client.get("/")
    assert page.status_code == 500
    assert "Sorry, there is a problem with the service" in page.text
    assert "read model" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_database_that_is_away_asks_for_a_moment(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    queries.failing = ConnectionError("gone")
    page = await client.get("/")
    assert (page.status_code, page.headers["retry-after"]) == (503, "2")
    assert "The figures cannot be reached just now" in page.text


@pytest.mark.parametrize("path", ["/", HUB, f"{HUB}?year=2025-26", "/?search=york"])
async def test_who_has_a_page_is_told_that_it_is_still_right(
    client: httpx.AsyncClient, queries: BuiltQueries, path: str
) -> None:
    first = await client.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Accept-Encoding, Cookie"
    tag = first.headers["etag"]
    again = await client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["vary"] == "Accept-Encoding, Cookie"
    queries.dashboards["new"] = full_dashboard(position=48_212)
    assert (await client.get(path, headers={"If-None-Match": tag})).status_code == 200


async def test_a_kept_page_is_made_anew_when_figures_change(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    assert "Greater Lincolnshire" in (await client.get(HUB)).text
    dashboard = full_dashboard(position=48_212)
    hub = HubIdentity(id=dashboard.hub.id, slug="x", name="Renamed")
    queries.dashboards["greater-lincolnshire"] = msgspec.structs.replace(dashboard, hub=hub)
    assert "Renamed" in (await client.get(HUB)).text


@pytest.mark.parametrize("path", ["/", HUB, "/hubs.csv", f"{HUB}/figures/phases.csv"])
async def test_only_the_head_can_be_asked_for(client: httpx.AsyncClient, path: str) -> None:
    head, whole = await client.head(path), await client.get(path)
    assert head.status_code == 200
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.headers.get("etag") == whole.headers.get("etag")


async def test_a_page_cannot_be_written_to(client: httpx.AsyncClient) -> None:
    page = await client.post(HUB)
    assert page.status_code == 405
    assert "GET" in page.headers["allow"]
    assert "This page can only be read" in page.text


async def test_areas_are_named_not_coded(client: httpx.AsyncClient, queries: BuiltQueries) -> None:
    dashboard = full_dashboard()
    hub = HubIdentity(id=dashboard.hub.id, slug="x", name="X", areas=("801", "916", "840"))
    queries.dashboards["x"] = msgspec.structs.replace(dashboard, hub=hub)
    assert (
        "Covers Bristol, County Durham and Gloucestershire." in (await client.get("/hubs/x")).text
    )


async def test_a_hub_outside_the_map_is_shown_beside_it(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    first = queries.hub_tiles[0]
    queries.hub_tiles = (*queries.hub_tiles, msgspec.structs.replace(first, slug="my-own"))
    text = (await client.get("/")).text
    assert "Hubs without a place on the map" in text
    assert text.count('class="hub-tile ') == 46


async def test_learners_that_were_only_counted_are_a_range_not_nought(
    client: httpx.AsyncClient, queries: BuiltQueries
) -> None:
    dashboard = full_dashboard()
    panel = msgspec.structs.replace(
        dashboard.phases[4], institutions_reporting=2, encounters=26, named_by=0,
        learner_encounters=protect(165), rests_on=basis(2, 2), learners_rest_on=basis(2, 2),
        counted=CountedLearners(at_least=protect(50), at_most=protect(115), institutions=2),
    )  # fmt: skip
    queries.dashboards["greater-lincolnshire"] = msgspec.structs.replace(
        dashboard, phases=(*dashboard.phases[:4], panel)
    )
    text = (await client.get(HUB)).text
    assert "none named" in text
    assert "<dd>50 to 115</dd>" in text
    rows = (await client.get(f"{HUB}/figures/phases.csv")).text.splitlines()
    assert next(row for row in rows if row.startswith("Adult")).endswith("26,x,50,115,165")
