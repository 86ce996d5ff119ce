"""Keys are issued, used, rotated, revoked; refused whenever they would give more than their issuer has."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
    local_authority,
)
from hub_core.execute import Platform, Request
from hub_core.identity.machines import issuing
from hub_core.identity.machines.commands import RotateKey
from hub_core.identity.machines.events import KeyIssued, KeyRevoked, KeyRotated
from hub_core.identity.machines.issuing import Shown, Wanted
from hub_core.identity.machines.machine import Standing
from hub_core.identity.machines.spelling import MachineKind, Presented, new_secret
from hub_core.identity.machines.store import Machines
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound, Refusal, StaleVersion
from tests.hub_core.conftest import NOW, Story

OPERATOR = Principal(id="system:operator", roles=frozenset({Role.ADMINISTRATOR}))
TODAY = date(2026, 2, 11)


class Issuer:
    """Issues keys as one principal or another, on the test's clock."""

    def __init__(self, platform: Platform, machines: Machines) -> None:
        self.platform = platform
        self.machines = machines

    async def issue(
        self, organisation: Organisation, by: Principal = OPERATOR, **more
    ) -> tuple[UUID, Presented]:
        shown = await self.shown(organisation, by, **more)
        assert shown.secret is not None
        return shown.key.id, shown.secret

    async def shown(
        self, organisation: Organisation, by: Principal = OPERATOR, *, again: str = "", **more
    ) -> Shown:
        given = {"role": Role.CAREERS_LEADER, "scopes": ("encounters:write",)} | more
        wanted = Wanted(organisation=organisation, **given)
        request = Request(command_id=again or None)
        return await issuing.issue(wanted, by, self.platform, self.machines, request)

    async def rotate(
        self, key: UUID, by: Principal = OPERATOR, *, again: str = "", **more
    ) -> Shown:
        machine = await self.machines.machine(key)
        given = {"former_until": None} | more
        request = Request(command_id=again or None)
        return await issuing.rotate(machine, by, self.platform, self.machines, request, **given)

    async def revoke(self, key: UUID, by: Principal = OPERATOR) -> None:
        machine = await self.machines.machine(key)
        await issuing.revoke(machine, by, self.platform, Request())

    async def standing(self, secret: Presented) -> Standing | None:
        proved = await self.machines.proved(secret)
        return proved.standing if proved else None


@pytest.fixture
def issuer(platform: Platform, machines: Machines) -> Issuer:
    return Issuer(platform, machines)


@pytest.fixture
async def school(story: Story) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, await story.school())


def leader_of(organisation: Organisation, role: Role = Role.CAREERS_LEADER) -> Principal:
    return Principal(id=f"person:{uuid4()}", roles=frozenset({role}), organisation=organisation)


async def test_a_key_acts_as_it_was_issued(issuer: Issuer, school: Organisation) -> None:
    key, secret = await issuer.issue(school)
    proved = await issuer.machines.proved(secret)
    assert proved.standing is Standing.WORKS
    assert proved.machine.principal.id == f"key:{key}"
    assert proved.machine.principal.roles == {Role.CAREERS_LEADER}
    assert proved.machine.principal.organisation == school
    assert "encounters.confirm_encounter" in proved.machine.principal.operations
    assert "rosters.send_roster" not in proved.machine.principal.operations
    assert proved.machine.expires_on == TODAY + timedelta(days=365)


async def test_another_secret_under_its_prefix_is_nobodys(
    issuer: Issuer, school: Organisation
) -> None:
    _, secret = await issuer.issue(school)
    guessed = new_secret(MachineKind.KEY, uuid4())
    assert await issuer.machines.proved(guessed) is None
    under_its_prefix = Presented(kind=secret.kind, prefix=secret.prefix, secret=guessed.secret)
    assert await issuer.machines.proved(under_its_prefix) is None
    as_client = Presented(kind=MachineKind.CLIENT, prefix=secret.prefix, secret=secret.secret)
    assert await issuer.machines.proved(as_client) is None


async def test_nothing_of_the_secret_is_in_the_database(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    _, secret = await issuer.issue(school, again="shown once 1")
    async with issuer.platform.ledger.pool.acquire() as connection:
        tables = await connection.fetch(
            "select table_schema || '.' || table_name as name from information_schema.tables "
            "where table_schema in ('ledger', 'machines') and table_type = 'BASE TABLE'"
        )
        for table in tables:
            found = await connection.fetchval(
                f"select count(*) from {table['name']} t where t::text like $1 or t::text like $2",
                f"%{secret.secret}%",
                f"%{secret.secret.encode().hex()}%",
            )
            assert found == 0, table["name"]
    [event] = [one for one in await story.events() if isinstance(one, KeyIssued)]
    assert event.prefix == secret.prefix


async def test_a_repeat_issues_nothing_and_shows_no_secret(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    first = await issuer.shown(school, again="the same request")
    again = await issuer.shown(school, again="the same request")
    assert first.secret is not None
    assert again.secret is None
    assert again.key == first.key
    assert len([one for one in await story.events() if isinstance(one, KeyIssued)]) == 1
    assert await issuer.standing(first.secret) is Standing.WORKS


@pytest.mark.parametrize(
    ("days", "standing"),
    [(0, Standing.WORKS), (30, Standing.WORKS), (31, Standing.EXPIRED)],
)
async def test_a_key_works_up_to_and_with_its_last_day(
    issuer: Issuer, school: Organisation, monkeypatch: pytest.MonkeyPatch, days, standing
) -> None:
    _, secret = await issuer.issue(school, expires_on=TODAY + timedelta(days=30))
    # Just before midnight in England.
    late = datetime(2026, 2, 11, 23, 59, tzinfo=UTC) + timedelta(days=days)
    monkeypatch.setattr(issuer.platform, "clock", lambda: late)
    assert await issuer.standing(secret) is standing


@pytest.mark.parametrize("days", [-1, 731, 4000])
async def test_a_life_too_long_or_over_is_refused(
    issuer: Issuer, school: Organisation, days
) -> None:
    with pytest.raises(Invalid, match="two years"):
        await issuer.issue(school, expires_on=TODAY + timedelta(days=days))


async def test_two_secrets_open_while_they_overlap(
    issuer: Issuer, school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, first = await issuer.issue(school)
    second = (await issuer.rotate(key, former_until=TODAY + timedelta(days=7))).secret
    assert await issuer.standing(first) is Standing.WORKS
    assert await issuer.standing(second) is Standing.WORKS
    monkeypatch.setattr(issuer.platform, "clock", lambda: NOW + timedelta(days=8))
    assert await issuer.standing(first) is Standing.ROTATED
    assert await issuer.standing(second) is Standing.WORKS


async def test_without_overlap_every_former_secret_ends_at_once(
    issuer: Issuer, school: Organisation
) -> None:
    key, first = await issuer.issue(school)
    second = (await issuer.rotate(key, former_until=TODAY + timedelta(days=7))).secret
    third = (await issuer.rotate(key)).secret
    assert [await issuer.standing(one) for one in (first, second, third)] == [
        Standing.ROTATED,
        Standing.ROTATED,
        Standing.WORKS,
    ]


async def test_a_later_overlap_prolongs_none_that_was_to_end(
    issuer: Issuer, school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, first = await issuer.issue(school)
    await issuer.rotate(key, former_until=TODAY + timedelta(days=1))
    await issuer.rotate(key, former_until=TODAY + timedelta(days=30))
    monkeypatch.setattr(issuer.platform, "clock", lambda: NOW + timedelta(days=2))
    assert await issuer.standing(first) is Standing.ROTATED


async def test_a_revoked_key_opens_nothing_from_that_moment(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    key, first = await issuer.issue(school)
    second = (await issuer.rotate(key, former_until=TODAY + timedelta(days=7))).secret
    await issuer.revoke(key)
    await issuer.revoke(key)
    assert await issuer.standing(first) is Standing.REVOKED
    assert await issuer.standing(second) is Standing.REVOKED
    happened = [type(one) for one in await story.events()][-3:]
    assert happened == [KeyIssued, KeyRotated, KeyRevoked]
    with pytest.raises(Conflict, match="revoked"):
        await issuer.rotate(key)


async def test_a_secret_without_its_event_opens_nothing_and_the_request_can_be_sent_again(
    issuer: Issuer, school: Organisation
) -> None:
    """The process ends after the digest was kept and before the event was recorded."""
    request = Request(command_id="broken off")
    seed = issuing._seed(OPERATOR, "identity.issue_key", issuer.platform, request)
    lost = new_secret(MachineKind.KEY, seed)
    assert await issuer.machines.keep_new(
        lost, key=seed, organisation=school, label="", by=OPERATOR.id
    )
    assert await issuer.standing(lost) is None
    assert seed not in {one.machine.id for one in await issuer.machines.list()}

    shown = await issuer.shown(school, again="broken off")
    assert shown.key.id == seed
    assert shown.secret is None
    mended = (await issuer.rotate(seed)).secret
    assert await issuer.standing(mended) is Standing.WORKS
    assert await issuer.standing(lost) is Standing.ROTATED


async def test_a_rotation_broken_off_leaves_the_key_as_it_was(
    issuer: Issuer, school: Organisation
) -> None:
    key, secret = await issuer.issue(school)
    unrecorded = new_secret(MachineKind.KEY, uuid4())
    assert await issuer.machines.keep_another(unrecorded, key=key)
    assert await issuer.standing(unrecorded) is None
    assert await issuer.standing(secret) is Standing.WORKS


async def test_what_was_refused_leaves_nothing_kept(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    pool = issuer.platform.ledger.pool
    key, _ = await issuer.issue(school)
    stranger = leader_of(Organisation(OrganisationKind.INSTITUTION, await story.school()))
    before = await _kept(pool)
    for attempt in (
        issuer.issue(school, stranger),
        issuer.rotate(key, stranger),
        issuer.revoke(key, stranger),
    ):
        with pytest.raises(Refusal):
            await attempt
    assert await _kept(pool) == before


async def _kept(pool: asyncpg.Pool) -> list[int]:
    return [
        await pool.fetchval(f"select count(*) from machines.{table}")
        for table in ("keys", "secrets")
    ]


@pytest.mark.parametrize("role", [Role.SENIOR_LEADER, Role.CAREERS_ADVISER])
async def test_nobody_gives_a_role_they_do_not_hold(
    issuer: Issuer, school: Organisation, role
) -> None:
    with pytest.raises(Forbidden, match="hold yourself"):
        await issuer.issue(school, leader_of(school), role=role, scopes=("rosters:read",))


async def test_an_adviser_issues_none(issuer: Issuer, school: Organisation) -> None:
    adviser = leader_of(school, Role.CAREERS_ADVISER)
    with pytest.raises(Forbidden):
        await issuer.issue(school, adviser, role=Role.CAREERS_ADVISER, scopes=("rosters:read",))


async def test_a_key_passes_on_no_more_than_its_own_scopes(
    issuer: Issuer, school: Organisation
) -> None:
    _, secret = await issuer.issue(school, scopes=("keys:write", "encounters:read"))
    machine = (await issuer.machines.proved(secret)).machine.principal
    await issuer.issue(school, machine, scopes=("encounters:read",))
    await issuer.issue(school, machine, scopes=("encounters.part",))
    for more in ("encounters:write", "rosters:read", "encounters.confirm_encounter"):
        with pytest.raises(Forbidden, match="key you use"):
            await issuer.issue(school, machine, scopes=("encounters:read", more))
    _, narrow = await issuer.issue(school, scopes=("encounters:read",))
    reader = (await issuer.machines.proved(narrow)).machine.principal
    with pytest.raises(Forbidden):
        await issuer.issue(school, reader, scopes=("encounters:read",))


async def test_a_key_does_not_rotate_itself_into_another(
    issuer: Issuer, school: Organisation
) -> None:
    """A key with keys:write may not take over one that may do more."""
    _, weak = await issuer.issue(school, scopes=("keys:write",))
    strong, _ = await issuer.issue(school, scopes=("encounters:write",))
    machine = (await issuer.machines.proved(weak)).machine.principal
    with pytest.raises(Forbidden):
        await issuer.rotate(strong, machine)


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.HUB_LEAD, PLATFORM),
        (Role.ADMINISTRATOR, NATIONAL_BODY),
        (Role.CAREERS_LEADER, NATIONAL_BODY),
        (Role.NATIONAL_ANALYST, local_authority("202")),
    ],
)
async def test_a_role_is_held_where_it_can_be(issuer: Issuer, role, organisation) -> None:
    with pytest.raises(Invalid, match="choose another role"):
        await issuer.issue(organisation, role=role, scopes=("progress:read",))


@pytest.mark.parametrize("scope", ["encounters:delete", "rosters:", "all", "encounters.nothing"])
async def test_a_scope_that_is_none_is_refused(issuer: Issuer, school: Organisation, scope) -> None:
    with pytest.raises(Invalid, match="no scope"):
        await issuer.issue(school, scopes=("encounters:read", scope))


async def test_a_scope_of_which_the_role_may_do_nothing_is_refused(
    issuer: Issuer, school: Organisation
) -> None:
    with pytest.raises(Invalid, match="register:write"):
        await issuer.issue(school, scopes=("register:write",))


@pytest.mark.parametrize("kind", [OrganisationKind.INSTITUTION, OrganisationKind.PLATFORM])
async def test_an_organisation_that_is_none_is_refused(issuer: Issuer, kind) -> None:
    role = Role.CAREERS_LEADER if kind is OrganisationKind.INSTITUTION else Role.ADMINISTRATOR
    with pytest.raises(NotFound):
        await issuer.issue(Organisation(kind, uuid4()), role=role, scopes=("employers:read",))


async def test_a_command_naming_another_organisation_finds_no_key(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    """Authorised for one organisation, aimed at another's key."""
    key, _ = await issuer.issue(school)
    other = Organisation(OrganisationKind.INSTITUTION, await story.school())
    with pytest.raises(NotFound):
        await story.do(
            RotateKey(organisation=other, key=key, prefix="0123456789"), by=leader_of(other)
        )


async def test_an_organisations_keys_are_listed_for_it_alone(
    issuer: Issuer, school: Organisation, story: Story
) -> None:
    other = Organisation(OrganisationKind.INSTITUTION, await story.school())
    key, secret = await issuer.issue(school, label="MIS export")
    theirs, _ = await issuer.issue(other)
    [mine] = await issuer.machines.list(school)
    assert (mine.machine.id, mine.label, mine.last_used_at) == (key, "MIS export", None)
    await issuer.machines.proved(secret)
    [mine] = await issuer.machines.list(school)
    assert mine.last_used_at == NOW
    assert {key, theirs} <= {one.machine.id for one in await issuer.machines.list()}


async def test_its_use_is_noted_at_most_once_a_minute(
    issuer: Issuer, school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, secret = await issuer.issue(school)
    noted = []
    for seconds in (0, 1, 59, 60, 61, 121):
        at = NOW + timedelta(seconds=seconds)
        monkeypatch.setattr(issuer.platform, "clock", lambda at=at: at)
        await issuer.machines.proved(secret)
        [kept] = await issuer.machines.list(school)
        noted.append((kept.last_used_at - NOW).seconds)
    assert noted == [0, 0, 0, 60, 60, 121]


async def test_a_version_that_has_changed_is_told(issuer: Issuer, school: Organisation) -> None:
    key, _ = await issuer.issue(school)
    await issuer.rotate(key)
    machine = await issuer.machines.machine(key)
    with pytest.raises(StaleVersion):
        await issuing.revoke(machine, OPERATOR, issuer.platform, Request(expected_version=1))
