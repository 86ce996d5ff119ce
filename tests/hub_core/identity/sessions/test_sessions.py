"""Sessions: had by their token alone, never longer than they may last, one token for each privilege."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from hub_core.access import NATIONAL_BODY, PLATFORM, Organisation, Role
from hub_core.identity.sessions import LIMITS, MIGRATIONS, Attempts, Session, Sessions, Shown
from hub_core.identity.sessions.tokens import is_token, new_token
from hub_core.migrations import migrate

ANNA, OTHER = uuid4(), uuid4()
SHOWN = Shown(name="Anna Example", organisation="Platform", id_token="a.b.c")
TICK = timedelta(microseconds=1)


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    await migrate(database, [MIGRATIONS])
    async with asyncpg.create_pool(database, min_size=1, max_size=10) as opened:
        yield opened


@pytest.fixture
def sessions(pool: asyncpg.Pool, clock: Callable[[], datetime]) -> Sessions:
    return Sessions(pool, clock=clock)


async def begin(
    sessions: Sessions, person: UUID = ANNA, at: Organisation = PLATFORM, **more: str
) -> str:
    return await sessions.begin(person, at, roles=[Role.AUDITOR], shown=SHOWN, **more)


async def rotate(sessions: Sessions, session: Session) -> str | None:
    return await sessions.rotate(
        session,
        organisation=NATIONAL_BODY,
        on_behalf_of=None,
        roles=[Role.NATIONAL_ANALYST],
        shown=SHOWN,
    )


async def rows(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("SELECT count(*) FROM sessions.sessions"))


async def test_a_token_leads_to_what_was_begun_with_it(sessions: Sessions) -> None:
    found = await sessions.find(await begin(sessions))
    assert found is not None
    assert (found.person, found.organisation, found.roles) == (ANNA, PLATFORM, {Role.AUDITOR})
    assert (found.shown, found.on_behalf_of) == (SHOWN, None)


async def test_what_is_kept_holds_neither_token_nor_name(
    sessions: Sessions, pool: asyncpg.Pool
) -> None:
    token = await begin(sessions)
    row = await pool.fetchrow("SELECT * FROM sessions.sessions")
    everything = b"".join(
        value if isinstance(value, bytes) else str(value).encode() for value in row.values()
    )
    for secret in (token.encode(), b"Anna", b"a.b.c"):
        assert secret not in everything
    assert len(row["token_sha256"]) == 32


@pytest.mark.parametrize(
    "token", ["", "x", "é" * 43, "A" * 43, "A" * 44, "../../etc/passwd", "\x00"]
)
async def test_guesses_lead_nowhere(sessions: Sessions, token: str) -> None:
    await begin(sessions)
    assert await sessions.find(token) is None
    await sessions.end(token)
    assert is_token(new_token())


async def test_half_an_hour_of_silence_ends_it(sessions: Sessions, clock: Clock) -> None:
    token = await begin(sessions)
    clock.now += LIMITS.idle - TICK
    assert await sessions.find(token) is not None
    clock.now += LIMITS.idle
    assert await sessions.find(token) is None


async def test_twelve_hours_end_it_however_busy_it_is(sessions: Sessions, clock: Clock) -> None:
    token, began = await begin(sessions), clock.now
    while clock.now + timedelta(minutes=20) < began + LIMITS.absolute:
        clock.now += timedelta(minutes=20)
        assert await sessions.find(token) is not None
    clock.now = began + LIMITS.absolute - TICK
    assert await sessions.find(token) is not None
    clock.now += TICK
    assert await sessions.find(token) is None


async def test_another_token_does_not_make_it_last_longer(sessions: Sessions, clock: Clock) -> None:
    before = await sessions.find(await begin(sessions))
    assert before is not None
    clock.now += timedelta(minutes=10)
    after = await sessions.find(await rotate(sessions, before) or "")
    assert after is not None
    assert after.expires_at == before.expires_at


async def test_a_sign_of_life_is_written_once_a_minute_at_most(
    sessions: Sessions, clock: Clock, pool: asyncpg.Pool
) -> None:
    token = await begin(sessions)
    seen = "SELECT last_seen_at, xmin::text FROM sessions.sessions"
    begun = await pool.fetchrow(seen)
    for _ in range(5):
        clock.now += timedelta(seconds=11)
        await sessions.find(token)
    assert await pool.fetchrow(seen) == begun
    clock.now += timedelta(seconds=6)
    await sessions.find(token)
    assert (await pool.fetchrow(seen))["last_seen_at"] == clock.now


async def test_every_privilege_has_a_token_of_its_own(sessions: Sessions) -> None:
    old = await begin(sessions)
    before = await sessions.find(old)
    assert before is not None
    new = await rotate(sessions, before)
    assert new not in (None, old)
    assert await sessions.find(old) is None
    after = await sessions.find(new or "")
    assert after is not None
    assert (after.organisation, after.roles) == (NATIONAL_BODY, {Role.NATIONAL_ANALYST})
    assert after.shown == SHOWN
    assert after.form_token != before.form_token


async def test_of_many_who_change_it_at_once_one_does(sessions: Sessions) -> None:
    session = await sessions.find(await begin(sessions))
    assert session is not None
    tokens = await asyncio.gather(*(rotate(sessions, session) for _ in range(20)))
    [won] = [token for token in tokens if token is not None]
    assert await sessions.find(won) is not None


async def test_a_session_that_ended_cannot_be_changed(sessions: Sessions, clock: Clock) -> None:
    session = await sessions.find(await begin(sessions))
    assert session is not None
    clock.now += LIMITS.idle
    assert await rotate(sessions, session) is None


async def test_signing_out_everywhere_ends_all_of_one_person(sessions: Sessions) -> None:
    mine = [await begin(sessions) for _ in range(3)]
    others = await begin(sessions, OTHER)
    assert await sessions.end_all(ANNA) == 3
    assert [await sessions.find(token) for token in mine] == [None] * 3
    assert await sessions.find(others) is not None


async def test_signing_in_ends_what_the_browser_brought(sessions: Sessions) -> None:
    planted = await begin(sessions, OTHER)
    token = await begin(sessions, ANNA, instead_of=planted)
    assert token != planted
    assert await sessions.find(planted) is None


async def test_what_is_over_is_cleared_away(
    sessions: Sessions, clock: Clock, pool: asyncpg.Pool
) -> None:
    for _ in range(3):
        await begin(sessions)
    clock.now += LIMITS.idle
    await begin(sessions)
    assert await rows(pool) == 1


async def test_another_row_s_seal_does_not_open(sessions: Sessions, pool: asyncpg.Pool) -> None:
    mine, others = await begin(sessions), await begin(sessions, OTHER)
    await pool.execute(
        "UPDATE sessions.sessions SET sealed = (SELECT sealed FROM sessions.sessions WHERE person = $1)"
        " WHERE person = $2",
        OTHER,
        ANNA,
    )
    assert await sessions.find(mine) is None
    assert await sessions.find(others) is not None


class TestAttempts:
    """An attempt comes back once, in time, to the browser that began it."""

    @pytest.fixture
    def attempts(self, pool: asyncpg.Pool, clock: Clock) -> Attempts:
        return Attempts(pool, clock=clock)

    async def test_it_is_taken_once(self, attempts: Attempts) -> None:
        begun = await attempts.begin("/hubs/x", invitation="token")
        taken = await attempts.take(begun.state, begun.browser)
        assert taken == begun
        assert taken is not None
        assert (taken.nonce, taken.verifier) == (begun.nonce, begun.verifier)
        assert await attempts.take(begun.state, begun.browser) is None

    async def test_of_many_at_once_one_takes_it(self, attempts: Attempts) -> None:
        begun = await attempts.begin("/")
        takers = (attempts.take(begun.state, begun.browser) for _ in range(20))
        assert sum(taken is not None for taken in await asyncio.gather(*takers)) == 1

    async def test_another_browser_neither_takes_nor_spoils_it(self, attempts: Attempts) -> None:
        begun, other = await attempts.begin("/"), await attempts.begin("/")
        assert await attempts.take(begun.state, other.browser) is None
        assert await attempts.take(begun.state, "") is None
        assert await attempts.take(begun.state, begun.browser) is not None

    async def test_ten_minutes_end_it_and_it_is_cleared(
        self, attempts: Attempts, clock: Clock, pool: asyncpg.Pool
    ) -> None:
        begun = await attempts.begin("/")
        clock.now += LIMITS.attempt
        assert await attempts.take(begun.state, begun.browser) is None
        await attempts.begin("/")
        assert await pool.fetchval("SELECT count(*) FROM sessions.attempts") == 1

    async def test_what_it_holds_differs_each_time(self, attempts: Attempts) -> None:
        first, second = await attempts.begin("/"), await attempts.begin("/")
        held = [(one.state, one.browser, one.nonce, one.verifier) for one in (first, second)]
        assert len({value for one in held for value in one}) == 8
        assert all(43 <= len(one.verifier) <= 128 for one in (first, second))
        # The same browser secret under another state is another attempt altogether.
        mixed = msgspec.structs.replace(first, state=second.state)
        assert mixed.nonce not in (first.nonce, second.nonce)
