"""The search over a real database finds what a plain reading of everything finds, page after page.

The rule: the oracle is a list in memory and a few lines of Python; SQL must agree with it, whatever is
asked and however small the pages and the stretches looked through are.
"""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub_core.access import Organisation, OrganisationKind, local_authority
from hub_core.audit import Kind
from hub_core.audit.entries import NEWEST, Cursor, Entry, EntryKind
from hub_core.audit.search import Audit, Filter, cursor_of
from hub_core.log.aggregate import Envelope
from hub_core.log.ledger import Append, Ledger, NewEvent

NOON = datetime(2026, 2, 11, 12, 0, tzinfo=UTC)
PEOPLE = tuple(f"person:{UUID(int=number)}" for number in (1, 2, 3))
SCHOOLS = tuple(UUID(int=number) for number in (71, 72, 73))
ORGANISATIONS = (
    *(Organisation(OrganisationKind.INSTITUTION, school).spelt for school in SCHOOLS),
    local_authority("202").spelt,
    "hub:tees-valley",
)
ACTIONS = ("rosters.send_roster", "rosters.roster", "rosters.declare_roll", "identity.audit")
EVENTS, READS = 90, 70


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """What the oracle knows of an entry."""

    kind: EntryKind
    number: int
    at: datetime
    who: str
    action: str
    about: frozenset[str]


class History:
    """Random events and reads, the same each run, and what was written."""

    def __init__(self) -> None:
        self._chance = random.Random(20260211)
        self.facts: list[Fact] = []

    def _organisation(self) -> str | None:
        return self._chance.choice((*ORGANISATIONS, None))

    async def write(self, pool: asyncpg.Pool) -> None:
        """Events through the ledger itself, in commands of up to three; reads between them."""
        ledger = Ledger(pool)
        while len(self.facts) < EVENTS:
            await self._command(ledger)
        numbers = await pool.fetch("select position, recorded_at from ledger.events order by 1")
        assert len(numbers) == len(self.facts)
        self.facts = [
            msgspec.structs.replace(fact, number=row["position"], at=row["recorded_at"])
            for fact, row in zip(self.facts, numbers, strict=True)
        ]
        moments = [fact.at for fact in self.facts]
        for _ in range(READS):
            await self._read(pool, moments)

    async def _command(self, ledger: Ledger) -> None:
        who, action = self._chance.choice(PEOPLE), self._chance.choice(ACTIONS)
        behalf = self._organisation()
        envelope = Envelope(actor=who, on_behalf_of=behalf, correlation="c", operation=action)
        events = []
        for _ in range(self._chance.randint(1, 3)):
            school, stream = self._chance.choice((*SCHOOLS, None)), uuid4()
            named = self._chance.choice(SCHOOLS)
            events.append(
                NewEvent(
                    event_id=uuid4(),
                    stream_id=stream,
                    version=1,
                    topic="tests.Happened.v1",
                    data=b'{"named":"%s"}' % str(named).encode(),
                    institution=school,
                )
            )
            about = {*_both(behalf), str(stream)}
            for one in filter(None, (school, named)):
                about |= _both(Organisation(OrganisationKind.INSTITUTION, one).spelt)
            self.facts.append(
                Fact(
                    kind=EntryKind.EVENT,
                    number=0,
                    at=NOON,
                    who=who,
                    action=action,
                    about=frozenset(about),
                )
            )
        await ledger.append([Append(events=events, envelope=msgspec.json.encode(envelope))])

    async def _read(self, pool: asyncpg.Pool, moments: list[datetime]) -> None:
        kind = self._chance.choice(tuple(Kind))
        who, action = self._chance.choice(PEOPLE), self._chance.choice(ACTIONS)
        own, behalf, about = self._organisation(), self._organisation(), self._organisation()
        # Now and then the clock was read in another order than the numbers were given.
        at = self._chance.choice(moments) + timedelta(microseconds=self._chance.randint(-9, 9))
        number = await pool.fetchval(
            "insert into audit.accesses (at, kind, action, principal, organisation, on_behalf_of, "
            "about, door, correlation) values ($1, $2, $3, $4, $5, $6, $7, 'person', 'c') returning id",
            at, kind.value, action, who, own, behalf, [about] if about else [],
        )  # fmt: skip
        every = _both(own) | _both(behalf) | _both(about)
        self.facts.append(
            Fact(
                kind=EntryKind(kind.value),
                number=number,
                at=at,
                who=who,
                action=action,
                about=frozenset(every),
            )
        )


def _both(spelt: str | None) -> set[str]:
    """An organisation as records spell it, and as people paste it."""
    return {spelt, spelt.partition(":")[2]} if spelt else set()


@pytest.fixture
async def history(books: asyncpg.Pool) -> History:
    written = History()
    await written.write(books)
    return written


def _wanted(fact: Fact, asked: Filter) -> bool:
    return (
        asked.who in ("", fact.who)
        and fact.action.startswith(asked.action)
        and (not asked.about or asked.about in fact.about)
        and asked.kind in (None, fact.kind)
        and (asked.since is None or fact.at >= asked.since)
        and (asked.until is None or fact.at < asked.until)
    )


async def _everything(audit: Audit, asked: Filter, *, limit: int, most: int) -> list[Entry]:
    """Every entry, by going on from each page's cursor as a caller does."""
    cursor, seen, cursors = NEWEST, list[Entry](), set[str]()
    while True:
        page = await audit.page(asked, cursor=cursor, limit=limit, most=most)
        assert len(page.entries) <= limit
        seen += page.entries
        if page.next is None:
            return seen
        assert page.next not in cursors, "a page must get further than the one before"
        cursors.add(page.next)
        cursor = cursor_of(page.next)


WHO = st.sampled_from(("", *PEOPLE, "person:nobody"))
ABOUT = st.sampled_from(("", *sorted({one for spelt in ORGANISATIONS for one in _both(spelt)})))
ACTION = st.sampled_from(("", "rosters.", "rosters.ro", "identity.audit", "Rosters", "%"))
KIND = st.sampled_from((None, *EntryKind))
SOME_FACT = st.none() | st.integers(0, EVENTS + READS - 1)


@settings(
    max_examples=150,
    phases=set(Phase) - {Phase.explain},
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    who=WHO,
    about=ABOUT,
    action=ACTION,
    kind=KIND,
    since=SOME_FACT,
    until=SOME_FACT,
    limit=st.integers(1, 40),
    most=st.integers(3, 60),
)
async def test_every_filter_finds_what_is_there_once_to_the_end(
    books: asyncpg.Pool,
    history: History,
    who: str,
    about: str,
    action: str,
    kind: EntryKind | None,
    since: int | None,
    until: int | None,
    limit: int,
    most: int,
) -> None:
    asked = Filter(
        who=who,
        about=about,
        action=action,
        kind=kind,
        since=None if since is None else history.facts[since].at,
        until=None if until is None else history.facts[until].at,
    )
    found = await _everything(Audit(books), asked, limit=limit, most=most)
    expected = {(fact.kind, fact.number) for fact in history.facts if _wanted(fact, asked)}
    assert len(found) == len({(one.kind, one.number) for one in found}), "one came twice"
    assert {(one.kind, one.number) for one in found} == expected


async def test_what_is_added_while_somebody_pages_is_not_in_their_way(
    books: asyncpg.Pool, history: History
) -> None:
    audit, before = Audit(books), {(fact.kind, fact.number) for fact in history.facts}
    first = await audit.page(Filter(), limit=20)
    assert first.next is not None
    await history._command(Ledger(books))
    cursor, seen = cursor_of(first.next), list(first.entries)
    while True:
        page = await audit.page(Filter(), cursor=cursor, limit=20)
        seen += page.entries
        if page.next is None:
            break
        cursor = cursor_of(page.next)
    assert sorted((one.kind.value, one.number) for one in seen) == sorted(
        (kind.value, number) for kind, number in before
    )


async def test_an_empty_book_has_one_empty_page(books: asyncpg.Pool) -> None:
    page = await Audit(books).page(Filter())
    assert (page.entries, page.next) == ((), None)


@pytest.mark.parametrize("text", ["", "1", "1.2.3", "a.b", "-1.0", f"{2**63}.0", "1.", "½.1"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the page begins at the newest then
        cursor_of(text)


def test_a_cursor_is_read_as_it_was_written() -> None:
    assert cursor_of(str(Cursor(12, 7))) == Cursor(12, 7)
