"""Pages with the national data set loaded: those of a school, and of hubs of 40 and of 400 members.

Each page of the navigation, and a hub's trial of a threshold, is asked for three hundred times, each time
after the school, or a member of the hub, recorded something and the read models have it; for a page's rate
eight ask at once each time. No page kept as a whole serves. Limit of a page's rate: an empty page of the same
layout, a hub's, for the same people (``empty_page``: of any page's). Goals: p99 of 50 ms,
100 ms at 400 members, 150 pages a second of one core at 40 members and 0.3 of the limit.
"""

import asyncio
import tempfile
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

import asyncpg
import msgspec

from benchmarks.england import with_members
from benchmarks.followers import Followers, followers
from benchmarks.processes import run_module
from benchmarks.result import Report, Result, report, result
from benchmarks.schools import School, schools, speak_of
from benchmarks.visiting import EMPTY, EMPTY_OF_HUB, Site, Visit, Visitors, site
from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.belonging import members_of
from hub_core.embedded import embedded_servers
from hub_core.execute import Platform
from hub_core.gatsby.tried import EVERY
from hub_core.log.ledger import Ledger
from hub_core.membership.keys import hub_slug_key
from hub_core.pools import open_pool
from hub_core.rare_collections import loaded_for_good
from hub_core.vault.keys import make_master_key
from services.platform.projections import PROJECTIONS
from services.platform.schema import bring_up_to_date
from services.web.hub_navigation import PAGES as OF_HUB
from services.web.institution_frame import PAGES as OF_SCHOOL

#: Hubs, and how many members each has.
SMALL, LARGE = "tees-valley", "birmingham-and-solihull"
MEMBERS = {SMALL: 40, LARGE: 400}
#: The last day of the year that is told.
DAY = datetime(2026, 8, 31, 10, 30, tzinfo=UTC)
#: Of a hundred the p99 would be the slowest, whatever made it slow.
ROUNDS = 300
#: The member of a hub that keeps a roll of learners and told most.
_TOLD_MOST = """
select institution from ledger.events where institution = any($1::uuid[])
group by institution having bool_or(topic like 'rosters.CohortDeclared.%')
order by count(*) desc, institution limit 1
"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The pages one kind of reader opens, by their names, each as it was answered every time."""

    of: str
    visits: Mapping[str, Sequence[Visit]]

    def lines(self) -> list[Result]:
        """The slowest by the plain name, then each page by its own, the processor's half beside it."""
        p99 = {
            label: quantiles([one.milliseconds for one in each], n=100)[98]
            for label, each in self.visits.items()
        }
        lines = [result(f"{self.of}_page_p99_ms", max(p99.values()), "ms")]
        for label, each in self.visits.items():
            worked = median(one.processor for one in each)
            lines += [
                result(f"{self.of}_page_p99_ms_of_{label}", p99[label], "ms"),
                result(
                    f"{self.of}_page_processor_ms_of_{label}", worked, "ms of processor, median"
                ),
                result(f"{self.of}_page_kb_of_{label}", each[0].sent / 1000, "kB, compressed"),
            ]
        return lines


class Happenings:
    """Something recorded by some schools in turn, which all read models have before anybody asks."""

    def __init__(self, platform: Platform, followers: Followers, told: Sequence[School]) -> None:
        self._platform = platform
        self._followers = followers
        self._told = cycle(told)

    async def __call__(self) -> None:
        """One school records a talk."""
        accepted = await speak_of(self._platform, next(self._told), as_command=uuid4().hex)
        await self._followers.reach(accepted.position)


async def main(share: float) -> Report:
    """Measure and report."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name:
        folder, key = Path(name), Path(name) / "vault-key"
        make_master_key(key)
        async with embedded_servers(folder / "servers") as servers:
            addresses = servers.addresses
            await bring_up_to_date(addresses)
            await _fill(servers.postgres_url, share)
            async with (
                open_pool(servers.postgres_url, min_size=1, max_size=1) as pool,
                followers(
                    addresses, list(PROJECTIONS), pool=pool, key_file=key, folder=folder
                ) as following,
                site(
                    addresses, key_file=key, erasures=folder / "erasures", clock=lambda: DAY
                ) as pages,
            ):
                with loaded_for_good():  # as a service that answers does
                    return await _measured(pool, pages, following)


async def _fill(address: str, share: float) -> None:
    sizes = [f"{slug}={with_members(slug, members)}" for slug, members in MEMBERS.items()]
    await run_module("benchmarks.england", str(share), *sizes, BENCH_URL=address)
    await asyncio.gather(
        *(run_module("benchmarks.rebuilding", one, BENCH_URL=address) for one in PROJECTIONS)
    )


async def _measured(pool: asyncpg.Pool, pages: Site, following: Followers) -> Report:
    ledger = Ledger(pool)
    hubs = {slug: (await ledger.holders([key := hub_slug_key(slug)]))[key] for slug in MEMBERS}
    members = {slug: await members_of(ledger, hub) for slug, hub in hubs.items()}
    school = await pool.fetchval(_TOLD_MOST, members[LARGE])

    async def visitors(role: Role, at: Organisation, telling: Collection[UUID]) -> Visitors:
        told = await schools(ledger, among=telling)
        return await pages.visitors(role, at, Happenings(pages.platform, following, told))

    leads = {
        slug: await visitors(Role.HUB_LEAD, Organisation(OrganisationKind.HUB, hub), members[slug])
        for slug, hub in hubs.items()
    }
    leader = await visitors(
        Role.CAREERS_LEADER, Organisation(OrganisationKind.INSTITUTION, school), [school]
    )
    asked = [
        await _asked(
            "school",
            leader,
            [(key, f"/institutions/{school}{end}") for key, _, end, _ in OF_SCHOOL],
        ),
        await _asked("hub", leads[SMALL], _of_hub(SMALL)),
        await _asked("hub_400", leads[LARGE], _of_hub(LARGE)),
    ]
    empty = await leads[SMALL].rate(EMPTY_OF_HUB.replace("{slug:str}", SMALL))
    lines = [line for one in asked for line in one.lines()]
    lines += [
        result("hub_members", len(members[SMALL]), "members"),
        result("hub_400_members", len(members[LARGE]), "members"),
        result("empty_page", await leads[SMALL].rate(EMPTY), "pages/s of a core"),
        result("hub_empty_page", empty, "pages/s of a core"),
    ]
    for label, path in _of_hub(SMALL):
        rate = await leads[SMALL].rate(path)
        lines.append(result(f"hub_pages_of_{label}", rate, "pages/s of a core", limit=empty))
    kept = await leads[SMALL].rate(f"/hubs/{SMALL}", anew=False)
    lines.append(result("hub_pages_kept", kept, "pages/s of a core", limit=empty))
    return report("pages", lines)


def _of_hub(slug: str) -> list[tuple[str, str]]:
    listed = [(label.lower().replace(" ", "_"), f"/hubs/{slug}{end}") for end, label, _ in OF_HUB]
    return [*listed, ("threshold_tried", f"/hubs/{slug}/thresholds?criterion={EVERY}&threshold=90")]


async def _asked(of: str, who: Visitors, paths: Sequence[tuple[str, str]]) -> Asked:
    """Each page once unmeasured, then all of them in turn, so that a slow moment weighs on each alike, and
    from another one on each time, so that what pages share is made by each of them."""
    for _, path in paths:
        await who.visit(path)
    visits: dict[str, list[Visit]] = {label: [] for label, _ in paths}
    for turn in range(ROUNDS):
        await who.happens()
        first = turn % len(paths)
        for label, path in (*paths[first:], *paths[:first]):
            visits[label].append(await who.visit(path))
    return Asked(of=of, visits=visits)
