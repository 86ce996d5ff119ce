"""What a page is told of a hub: a small town worked out by hand, through PostgreSQL."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

from hub_core.access.scope import OVERVIEW
from hub_core.disclosure import protect
from hub_core.membership.codes import SuspensionReason, TransferReason, WithdrawalReason
from hub_core.membership.events import (
    InstitutionClosed,
    InstitutionExcludedFromScope,
    InstitutionIncludedInScope,
    MemberReinstated,
    MemberSuspended,
    MemberTransferred,
    MemberWithdrawn,
)
from hub_core.reference.activities import ActivityType
from hub_core.reference.employers import Sector
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.figures import CountedLearners, HubDashboard
from projections.hub_dashboard.fold import PROJECTION
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from projections.rebuild import rebuild
from tests.projections.hub_dashboard.small_town import (
    AUDITOR,
    EVERYTHING,
    MARCH,
    OCTOBER,
    A,
    B,
    C,
    D,
    dashboard,
    mid_march,
    runner,
)


async def test_the_whole_hub(queries: Queries) -> None:
    found = await dashboard(queries)
    total = found.total
    # Eligible: A, D (202) and B (203), and C, a college outside the declared phases but a member.
    assert (total.members, total.eligible) == (3, 4)
    assert total.encounters == 4
    assert total.learner_encounters.shown == 60 + 40 + 20
    assert total.distinct_learners.shown == 80
    assert (total.institutions_reporting, total.institutions_silent) == (2, 1)
    assert total.planned == 1
    assert (total.rests_on.institutions, total.rests_on.members) == (3, 3)
    assert (total.learners_rest_on.institutions, total.learners_rest_on.employer_only) == (2, 0)
    assert (total.encounters_rest_on.institutions, total.encounters_rest_on.employer_only) == (3, 1)
    assert found.academic_year == "2025/26"
    assert found.as_at == date(2026, 3, 15)
    assert found.position == 19
    assert found.hub.lead_organisation == "Sea County Council"


async def test_phases_side_by_side(queries: Queries) -> None:
    found = await dashboard(queries)
    assert [panel.key for panel in found.phases] == [phase.value for phase in ServicePhase]
    by_key = {panel.key: panel for panel in found.phases}
    assert (by_key["secondary"].members, by_key["secondary"].eligible) == (1, 2)
    assert by_key["secondary"].distinct_learners.shown == 80
    assert by_key["primary"].learner_encounters.shown == 20
    assert by_key["secondary"].counted is None
    assert by_key["primary"].named_by == 0
    assert by_key["primary"].counted == CountedLearners(
        at_least=protect(20, EVERYTHING), at_most=protect(20, EVERYTHING), institutions=1
    )
    assert by_key["fe_and_skills"].institutions_silent == 1
    assert by_key["adult"].members == 0


async def test_breakdowns_add_up_to_the_total(queries: Queries) -> None:
    found = await dashboard(queries)
    for breakdown in (found.by_kind, found.by_mode, found.by_sector, found.evidence):
        assert sum(one.encounters for one in breakdown.slices) == 4
    assert [(one.code, one.encounters) for one in found.by_sector.slices] == [
        ("C", 2),
        ("Q", 1),
        ("unknown", 1),
    ]
    assert [(s.code, s.encounters, s.learner_encounters.shown) for s in found.evidence.slices] == [
        ("school_confirmed", 2, 100),
        ("counted", 1, 20),
        ("school_only", 0, 0),
        ("employer_reported", 1, 33),
    ]


async def test_a_member_that_only_syncs_is_heard_and_what_it_matches_counts_once(
    queries: Queries, log: Any, town: Any
) -> None:
    await log.append(
        town.cohort(C, date(2025, 9, 8), 2025, range(300)),
        town.recorded("their talk", C, OCTOBER, range(28), sector=Sector.F),
        town.recorded("their fair", C, MARCH, {12: 90}, type=ActivityType.CAREERS_FAIR),
        town.recorded("works", C, MARCH, range(15), type=ActivityType.WORKPLACE_VISIT),
        town.matched("talk", "their talk", C),
    )
    await runner(log).catch_up()
    found = await dashboard(queries)
    assert (found.total.encounters, found.silent) == (5, ())
    assert found.total.learner_encounters.shown == 120 + 28 + 90
    assert {one.code: one.encounters for one in found.evidence.slices} == {
        "school_confirmed": 3, "counted": 1, "school_only": 1, "employer_reported": 0,
    }  # fmt: skip
    assert [
        (one.label, one.encounters, one.learner_encounters.shown)
        for one in found.by_year_group.slices
    ] == [("Year 5", 1, 20), ("Year 12", 2, 118), ("Not known", 2, 100)]
    works, providers, guidance = found.beside
    assert (works.key, works.activities.shown, works.learners.shown) == (
        "workplace_experience", 1, 15,
    )  # fmt: skip
    assert (works.rests_on.institutions, works.rests_on.members, works.named_by) == (1, 3, 1)
    assert {one.activities.shown for one in (providers, guidance)} == {0}
    assert found.activity[0].heading == f"{C} recorded activities of its own"


async def test_months_run_from_september_and_show_what_is_agreed(queries: Queries) -> None:
    months = (await dashboard(queries)).encounters_by_month.months
    assert [one.month.month for one in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]
    assert {one.month.month: one.encounters for one in months if one.encounters} == {10: 2, 3: 2}
    assert {one.month.month: one.planned for one in months if one.planned} == {5: 1}
    assert [one.month.month for one in months if not one.begun] == [4, 5, 6, 7, 8]


async def test_who_has_said_nothing(queries: Queries) -> None:
    [silent] = (await dashboard(queries)).silent
    assert (silent.name, silent.phase_key) == (C, "fe_and_skills")
    assert silent.member_since == date(2025, 9, 2)


async def test_the_feed_speaks_in_bands(queries: Queries, log: Any, town: Any) -> None:
    found = await dashboard(queries)
    assert [line.position for line in found.activity] == [18, 17, 16, 15, 14, 13, 11, 10, 9]
    shipped = Queries(log.pool, clock=mid_march)
    confirmed = next(
        line for line in await shipped.activity("sea", scope=AUDITOR) if line.position == 14
    )
    assert confirmed.heading == (
        "Ashbrook Academy confirmed an encounter with Hartley Engineering: "
        "employer talk, 60 to 99 learners"
    )
    last = await log.append(town.confirmed("new", A, MARCH, range(3)))
    await runner(log).catch_up()
    [line] = await shipped.activity("sea", after=last - 1, scope=AUDITOR)
    assert line.heading.endswith("fewer than 10 learners")


async def test_small_numbers_are_withheld_as_shipped(queries: Queries, log: Any, town: Any) -> None:
    await log.append(town.admitted(D, "hill"), town.confirmed("few", D, MARCH, range(100, 103)))
    await runner(log).catch_up()
    found = await dashboard(Queries(log.pool, clock=mid_march), "hill")
    shown = {one.code: one.learner_encounters.shown for one in found.by_kind.slices}
    assert shown == {"employer_talk": 15}
    assert found.total.learner_encounters.shown == 15


async def test_tiles_of_every_hub(queries: Queries) -> None:
    tiles = {tile.slug: tile for tile in await queries.hubs(scope=OVERVIEW)}
    sea = tiles["sea"]
    assert (sea.members, sea.eligible, sea.encounters, sea.institutions_reporting) == (3, 4, 4, 2)
    assert sea.newest is not None
    assert (tiles["hill"].members, tiles["hill"].encounters) == (0, 0)
    places = {(tile.column, tile.row) for tile in tiles.values()}
    assert len(places) == 2


async def test_another_year_and_an_unknown_hub(queries: Queries) -> None:
    earlier = await dashboard(queries, academic_year="2024/25")
    assert earlier.total.encounters == 0
    assert earlier.academic_years == ("2025/26", "2024/25")
    assert await queries.dashboard("nowhere", scope=AUDITOR) is None


async def test_a_question_waits_for_the_position_it_asks_for(
    queries: Queries, log: Any, town: Any
) -> None:
    position = await log.append(town.confirmed("late", A, MARCH, range(5)))
    late = await queries.dashboard("sea", at_least=position, scope=AUDITOR)
    assert late == BeingUpdated(position=position - 1)
    answer, _ = await asyncio.gather(
        queries.dashboard("sea", at_least=position, scope=AUDITOR), runner(log).catch_up()
    )
    assert isinstance(answer, (HubDashboard, BeingUpdated))
    assert (await dashboard(queries, at_least=position)).position == position


async def test_before_the_first_build_it_is_being_updated(log: Any) -> None:
    queries = Queries(log.pool)
    assert await queries.dashboard("sea", scope=AUDITOR) == BeingUpdated(position=0)
    assert await queries.hubs(scope=OVERVIEW) == []
    assert await queries.activity("sea", scope=AUDITOR) == []


async def test_scope_can_name_institutions(queries: Queries, log: Any, town: Any) -> None:
    common = {"hub": town.id("sea"), "occurred_on": OCTOBER}
    await log.append(
        InstitutionIncludedInScope(institution=town.id(C), **common),
        InstitutionExcludedFromScope(institution=town.id(D), **common),
        InstitutionExcludedFromScope(institution=town.id(A), **common),
    )
    await runner(log).catch_up()
    # D is out; A is out too, but a member for the time being.
    assert (await dashboard(queries)).total.eligible == 3
    [sea] = [tile for tile in await queries.hubs(scope=OVERVIEW) if tile.slug == "sea"]
    assert sea.eligible == 3


async def test_a_replaced_authority_is_eligible_where_all_its_successors_are(
    queries: Queries, log: Any, town: Any
) -> None:
    await log.append(
        town.hub("fells", areas=("942",)),
        town.hub("lakes", areas=("943", "942")),
        town.school("Esk School", area="909"),
    )
    await runner(log).catch_up()
    eligible = {tile.slug: tile.eligible for tile in await queries.hubs(scope=OVERVIEW)}
    assert (eligible["fells"], eligible["lakes"]) == (0, 1)


async def test_a_year_that_is_over_keeps_its_members(queries: Queries, log: Any, town: Any) -> None:
    here = {"institution": town.id(A)}
    await log.append(
        MemberTransferred(
            from_hub=town.id("sea"),
            to_hub=town.id("hill"),
            occurred_on=date(2026, 9, 1),
            reason=TransferReason.OTHER,
            **here,
        ),
        InstitutionClosed(institution=town.id(B), occurred_on=date(2026, 8, 31)),
        MemberWithdrawn(
            hub=town.id("sea"),
            institution=town.id(C),
            occurred_on=date(2026, 8, 31),
            reason=WithdrawalReason.OTHER,
        ),
        town.confirmed("new", A, date(2026, 9, 2), range(10)),
    )
    await runner(log).catch_up()
    autumn = Queries(
        log.pool, policy=EVERYTHING, clock=lambda: datetime(2026, 10, 1, 12, tzinfo=UTC)
    )
    before = await dashboard(autumn, academic_year="2025/26")
    assert before.as_at == date(2026, 8, 31)
    assert before.total.learner_encounters.shown == 60 + 40 + 20
    assert (before.total.members, before.total.institutions_silent) == (2, 0)
    # The school that closed on its last day belongs to the year; nobody is left in the next.
    now = await dashboard(autumn)
    assert (now.total.members, now.total.encounters, now.silent) == (0, 0, ())
    assert now.academic_years == ("2026/27", "2025/26")
    hill = await dashboard(autumn, "hill")
    assert (hill.total.members, hill.total.encounters) == (1, 1)
    assert hill.academic_years == ("2026/27",)
    assert (await dashboard(autumn, "hill", academic_year="2025/26")).total.members == 0


async def test_a_paused_member_is_none_meanwhile(queries: Queries, log: Any, town: Any) -> None:
    here = {"institution": town.id(A), "hub": town.id("sea")}
    await log.append(MemberSuspended(occurred_on=OCTOBER, reason=SuspensionReason.OTHER, **here))
    await runner(log).catch_up()
    assert (await dashboard(queries)).total.members == 2
    await log.append(MemberReinstated(occurred_on=MARCH, **here))
    await runner(log).catch_up()
    assert (await dashboard(queries)).total.members == 3


async def test_a_rebuild_and_small_steps_give_the_same_tables(
    log: Any, story: list[Any], town: Any
) -> None:
    more = [
        town.corrected("talk", A, OCTOBER, range(5, 50)),
        town.withdrawn("talk", A, OCTOBER),
        town.disputed("talk", C, OCTOBER),
        town.rolled(B, OCTOBER, {5: 60}),
        town.moved("mock", A, OCTOBER, date(2025, 9, 3)),
    ]
    await runner(log).catch_up()
    for event in [*story, *more]:
        await log.append(event)
        await runner(log).catch_up()
    stepped = await tables(log)
    await rebuild(PROJECTION, ledger=log.ledger, pool=log.pool)
    assert await tables(log) == stepped


async def tables(log: Any) -> dict[str, list[str]]:
    """Every row readers see, as text."""
    names = await log.pool.fetch(
        "select viewname from pg_catalog.pg_views where schemaname = 'hub_dashboard' "
        "and viewname <> 'checkpoint' order by viewname"
    )
    return {
        name: [
            row[0]
            for row in await log.pool.fetch(
                f"select t::text from hub_dashboard.{name} t order by t::text"
            )
        ]
        for (name,) in names
    }


async def test_the_edition_moves_with_the_log_and_with_a_rebuild(log: Any, town: Any) -> None:
    queries = Queries(log.pool, clock=mid_march)
    assert await queries.edition() is None
    await log.append(town.hub("sea", areas=("202",)))
    await runner(log).catch_up()
    first = await queries.edition()
    assert first == await queries.edition()
    await log.append(town.school(A, urn="100001"))
    await runner(log).catch_up()
    second = await queries.edition()
    await rebuild(PROJECTION, ledger=log.ledger, pool=log.pool)
    assert len({None, first, second, await queries.edition()}) == 4
