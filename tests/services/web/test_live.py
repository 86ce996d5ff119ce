"""The live feed: what is recorded reaches listeners once, in order, and every stream ends."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub_core.access.scope import Scope, ScopeKind
from projections.hub_dashboard.figures import ActivityItem
from services.web.live import MOST_WAITING, LiveFeed
from tests.builders.hub_dashboards import built_queries

HUB = "greater-lincolnshire"
SCOPE = Scope(ScopeKind.AUDITOR)
#: Longer than any test: only waking makes the follower ask again.
NEVER = 3600.0


async def next_positions(news: AsyncIterator[list[ActivityItem]]) -> list[int]:
    return [item.position for item in await asyncio.wait_for(anext(news), 10)]


async def test_a_page_gets_what_it_missed_and_then_what_comes() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=NEVER)
    queries.tell(11, "A met B")
    news = feed.news(HUB, 10, scope=SCOPE)
    assert await next_positions(news) == [11]
    waiting = asyncio.ensure_future(next_positions(news))
    queries.tell(12, "C met D")
    feed.wake()
    assert await waiting == [12]
    feed.stop()


async def test_many_pages_hear_the_same_news_once_each() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=0.01)
    pages = [
        asyncio.ensure_future(next_positions(feed.news(HUB, 0, scope=SCOPE))) for _ in range(20)
    ]
    await queries.asked.wait()
    queries.tell(5, "A met B")
    assert await asyncio.gather(*pages) == [[5]] * 20
    feed.stop()


async def test_stopping_ends_every_stream() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=NEVER)

    async def listen() -> list[object]:
        return [items async for items in feed.news(HUB, 0, scope=SCOPE)]

    pages = [asyncio.ensure_future(listen()) for _ in range(3)]
    await queries.asked.wait()
    feed.stop()
    assert await asyncio.wait_for(asyncio.gather(*pages), 10) == [[], [], []]


async def test_a_page_opened_after_the_stop_ends_at_once() -> None:
    feed = LiveFeed(built_queries(), interval=NEVER)
    feed.stop()
    assert [items async for items in feed.news(HUB, 0, scope=SCOPE)] == []


async def test_nobody_listening_means_nobody_asking() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=0.01)
    queries.tell(1, "A met B")
    news = feed.news(HUB, 0, scope=SCOPE)
    assert await next_positions(news) == [1]
    await news.aclose()
    assert feed.following == 0


async def test_a_page_too_slow_to_listen_is_closed_not_kept() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=NEVER)
    slow = feed.news(HUB, 0, scope=SCOPE)
    queries.tell(1, "A met B")
    assert await next_positions(slow) == [1]
    quick = feed.news(HUB, 1, scope=SCOPE)
    for position in range(2, MOST_WAITING + 5):
        waiting = asyncio.ensure_future(next_positions(quick))
        queries.tell(position, "C met D")
        feed.wake()
        assert await waiting == [position]
    assert [items async for items in slow] == []
    feed.stop()


async def test_a_read_model_that_is_away_does_not_close_pages() -> None:
    queries = built_queries()
    feed = LiveFeed(queries, interval=0.01)
    news = feed.news(HUB, 0, scope=SCOPE)
    queries.tell(1, "A met B")
    assert await next_positions(news) == [1]
    answer, failed = queries.activity, asyncio.Event()

    async def away(slug: str, after: int, *, scope: Scope) -> list[ActivityItem]:
        failed.set()
        raise ConnectionError("restarting")

    queries.activity = away  # type: ignore[method-assign]
    waiting = asyncio.ensure_future(next_positions(news))
    await failed.wait()
    queries.activity = answer  # type: ignore[method-assign]
    queries.tell(2, "C met D")
    assert await waiting == [2]
    feed.stop()


async def test_nobody_hears_what_was_asked_in_anothers_scope() -> None:
    queries = built_queries()
    everything = queries.activity

    async def fenced(slug: str, after: int, *, scope: Scope) -> list[ActivityItem]:
        found = await everything(slug, after, scope=scope)
        return list(found) if scope == SCOPE else []

    queries.activity = fenced  # type: ignore[method-assign]
    feed = LiveFeed(queries, interval=0.01)
    elsewhere = Scope(ScopeKind.HUB, "another")
    outside = asyncio.ensure_future(next_positions(feed.news(HUB, 0, scope=elsewhere)))
    inside = asyncio.ensure_future(next_positions(feed.news(HUB, 0, scope=SCOPE)))
    await queries.asked.wait()
    queries.tell(5, "A met B")
    assert await inside == [5]
    assert feed.following == 2
    assert not outside.done()
    feed.stop()
    with pytest.raises(StopAsyncIteration):
        await outside
