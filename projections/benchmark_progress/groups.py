"""Groups of learners as sums over a hub's members: the one way in which figures about groups leave a school.

The rule: a school's own row is its own to read. A hub is told sums, by a function that asks as the owner and
gives none over fewer than five institutions; whoever shows them protects the counts too.
"""

from collections.abc import Iterable, Sequence

import msgspec

from hub_core.disclosure import LEAST_INSTITUTIONS
from hub_core.gatsby.figures import Figure, Unit
from hub_core.rosters.events import LearnerGroup

#: What a sum is about (a criterion and a group), and four counts: of the group and of everybody in the same
#: year groups, reached and altogether.
GroupSums = dict[str, tuple[int, ...]]
#: Columns of ``group_sums`` after its key.
Sums = tuple[list[str], list[int], list[int], list[int], list[int]]


class GroupOfHub(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion and group over the members that told of it: so many of its ``learners`` are ``reached``
    for certain, and of everybody in the same year groups. Exact: whoever shows it protects it."""

    criterion: str
    group: LearnerGroup
    institutions: int
    reached: int
    learners: int
    all_reached: int
    all_learners: int


def sums_of(figures: Sequence[Figure]) -> GroupSums:
    """One criterion's sums over year groups, for each group told of."""
    everybody = {one.year_group: one for one in figures if one.group is None}
    found: GroupSums = {}
    for figure in figures:
        if figure.unit is not Unit.LEARNERS or figure.part or figure.group is None:
            continue
        whole = everybody[figure.year_group]
        counts = (
            figure.numerator, figure.denominator or 0, whole.numerator, whole.denominator or 0,
        )  # fmt: skip
        about = f"{figure.criterion} {figure.group.value}"
        before = found.get(about, (0, 0, 0, 0))
        found[about] = tuple(map(sum, zip(before, counts, strict=True)))
    return found


def columns_of(criteria: Iterable[GroupSums]) -> Sums:
    """The sums of every criterion as columns of a row."""
    found = sorted((about, counts) for sums in criteria for about, counts in sums.items())
    columns: Sums = ([], [], [], [], [])
    for about, counts in found:
        columns[0].append(about)
        for column, count in zip(columns[1:], counts, strict=True):
            column.append(count)
    return columns


def group_of_hub(row: tuple[str, int, int, int, int, int]) -> GroupOfHub:
    """One row of ``benchmark_progress.of_groups``."""
    about, institutions, reached, learners, all_reached, all_learners = row
    criterion, _, group = about.rpartition(" ")
    return GroupOfHub(
        criterion=criterion,
        group=LearnerGroup(group),
        institutions=institutions,
        reached=reached,
        learners=learners,
        all_reached=all_reached,
        all_learners=all_learners,
    )


FUNCTIONS = f"""
create function benchmark_progress.of_groups(hub uuid, academic_year text, edition text)
returns table (
    about text, institutions bigint, reached bigint, learners bigint, all_reached bigint,
    all_learners bigint
)
language sql stable security definer set search_path to pg_catalog, pg_temp
as $of_groups$
select u.about, count(*), sum(u.reached), sum(u.learners), sum(u.all_reached), sum(u.all_learners)
from benchmark_progress.institutions i
join benchmark_progress.group_sums g using (institution)
cross join lateral unnest(g.about, g.reached, g.learners, g.all_reached, g.all_learners)
    as u (about, reached, learners, all_reached, all_learners)
where i.hub = $1 and g.academic_year = $2 and g.edition = $3 and u.learners > 0
    and ($1 = (select scope.id_of('hub')) or (select scope.is_any('auditor')))
group by u.about
having count(*) >= {LEAST_INSTITUTIONS}
order by u.about
$of_groups$;
"""

OF_GROUPS = "select * from benchmark_progress.of_groups($1, $2, $3)"
