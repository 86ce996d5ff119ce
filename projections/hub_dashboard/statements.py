"""The SQL of the hub dashboard's questions.

Everything is read through the stable views, in the scope of whoever asks. The rule: members are those
active on the day asked for and not closed before it; eligible are they and the open institutions of the
declared scope, with those taken in by name and without those taken out.
"""

from collections.abc import Mapping

from hub_core.access.scope import ScopeKind
from hub_core.reference.areas import former_local_authorities

HUB = (
    "select hub, slug, name, lead_organisation, areas, scope_areas, scope_phases "
    "from hub_dashboard.hubs where slug = $1"
)


#: Open, and no primary school.
_TEACHES_OLDER = "i.closed_on is null and i.phase is distinct from 'primary'"

#: Open institutions above primary that belong to whoever asks, by the kind of scope; its id is $1.
WITHIN: Mapping[ScopeKind, str] = {
    ScopeKind.HUB: (
        "select s.institution from hub_dashboard.stays s "
        "join hub_dashboard.institutions i using (institution) "
        f"where s.hub = $1::text::uuid and s.until is null and {_TEACHES_OLDER}"
    ),
    ScopeKind.TRUST: (
        "select i.institution from hub_dashboard.institutions i "
        f"where i.trust = $1::text::uuid and {_TEACHES_OLDER}"
    ),
    ScopeKind.LOCAL_AUTHORITY: (
        "select i.institution from hub_dashboard.institutions i "
        f"where i.local_authority = $1::text and {_TEACHES_OLDER}"
    ),
}


def _member_on(day: str) -> str:
    """The condition under which the stay ``s`` of the institution ``i`` makes it a member that day."""
    return (
        f"s.since <= {day} and (s.until is null or s.until > {day}) "
        f"and (i.closed_on is null or i.closed_on >= {day})"
    )


MEMBERS = f"""
select i.institution, i.name, i.urn, i.phase, s.joined as member_since,
    coalesce(y.encounters, 0) as encounters,
    coalesce(y.learner_encounters, 0) as learner_encounters,
    coalesce(y.distinct_learners, 0) as distinct_learners,
    coalesce(y.counted_at_least, 0) as counted_at_least,
    coalesce(y.counted_at_most, 0) as counted_at_most,
    coalesce(y.supplied, false) as supplied,
    y.newest, y.cells, y.planned, y.year_groups, y.beside
from hub_dashboard.stays s
join hub_dashboard.institutions i using (institution)
left join hub_dashboard.institution_years y
    on y.institution = i.institution and y.academic_year = $2
where s.hub = $1 and {_member_on("$3::date")}
order by i.institution
"""

#: The last day of an academic year, or today while that has not come.
_LAST_DAY = "least(make_date(left(y.academic_year, 4)::integer + 1, 8, 31), $2::date)"

YEARS = f"""
select distinct y.academic_year
from hub_dashboard.stays s
join hub_dashboard.institutions i using (institution)
join hub_dashboard.institution_years y using (institution)
where s.hub = $1 and {_member_on(_LAST_DAY)}
    and (y.encounters > 0 or y.supplied or y.planned <> '\\x90')
order by y.academic_year desc
"""

#: Authorities replaced since 2019, which some registers still name, with those that took over.
_REPLACED = ", ".join(
    f"('{former.code}', array[{', '.join(repr(code) for code in former.successors)}])"
    for former in former_local_authorities().values()
)

#: A replaced authority is in the scope that holds all its successors, as in ``Hub.covers``.
_ELIGIBLE = f"""
select h.hub, i.institution, i.phase
from hub_dashboard.hubs h
cross join lateral (
    select unnest(coalesce(h.scope_areas, h.areas)) as area
    union all
    select replaced.code from (values {_REPLACED}) replaced (code, successors)
    where coalesce(h.scope_areas, h.areas) @> replaced.successors
) areas
join hub_dashboard.institutions i on i.local_authority = area
where i.phase is not null
    and (h.scope_phases is null or i.phase = any(h.scope_phases))
    and i.status in ('open', 'proposed_to_close')
    and not exists (
        select from hub_dashboard.scope_choices c
        where c.hub = h.hub and c.institution = i.institution and not c.included
    )
union
select c.hub, i.institution, i.phase
from hub_dashboard.scope_choices c
join hub_dashboard.institutions i using (institution)
where c.included and i.status in ('open', 'proposed_to_close')
union
select s.hub, i.institution, i.phase
from hub_dashboard.stays s
join hub_dashboard.institutions i using (institution)
where {_member_on("$1::date")}
"""

ELIGIBLE = f"select phase, count(*) from ({_ELIGIBLE}) e where hub = $2 group by phase"

#: The institutions a hub could have, and those it has, as the public register knows them; one may be known
#: before its name is.
IN_SCOPE = f"""
select i.institution, i.name, i.urn, i.phase, i.local_authority
from ({_ELIGIBLE}) e
join hub_dashboard.institutions i using (institution)
where e.hub = $2
order by i.name, i.institution
"""

#: Whether a hub is known, and how many members it had on a day.
MEMBERS_BEFORE = f"""
select exists (select from hub_dashboard.hubs where hub = $1) as known, (
    select count(*)
    from hub_dashboard.stays s
    join hub_dashboard.institutions i using (institution)
    where s.hub = $1 and {_member_on("$2::date")}
) as members
"""

#: What members told in this year and before, and how many offers wait for their answer.
PRESSING = f"""
select i.institution, i.name, i.phase, coalesce(y.told_this_year, false) as told_this_year, y.last_told,
    w.unanswered, w.next_unanswered
from hub_dashboard.stays s
join hub_dashboard.institutions i using (institution)
cross join lateral (
    select bool_or(y.supplied) filter (where y.academic_year = $3) as told_this_year,
        max(y.last_activity) filter (where y.supplied) as last_told
    from hub_dashboard.institution_years y
    where y.institution = i.institution
) y
cross join lateral (
    select count(*) as unanswered, min(e.happens_on) as next_unanswered
    from hub_dashboard.encounters e
    where e.institution = i.institution and e.state = 'proposed' and e.happens_on >= $1
) w
where s.hub = $2 and i.name is not null and {_member_on("$1::date")}
order by i.name, i.institution
"""

#: The lines are chosen before employers are looked up, so that few are.
ACTIVITY = f"""
select a.position, a.happened_on, a.recorded_at, a.act, a.kind, a.learners,
    a.name as institution, e.name as employer
from (
    select a.*, i.name
    from hub_dashboard.stays s
    join hub_dashboard.institutions i using (institution)
    join hub_dashboard.activity a using (institution)
    where s.hub = $1 and {_member_on("$4::date")} and a.position > $2
    order by a.position desc
    limit $3
) a
left join hub_dashboard.employers e using (employer)
order by a.position desc
"""

TOTALS = f"""
with eligible as (
    select hub, count(*) as eligible from ({_ELIGIBLE}) e group by hub
),
figures as (
    select s.hub, count(*) as members,
        coalesce(sum(y.encounters), 0) as encounters,
        count(*) filter (where y.supplied) as reporting,
        max(y.newest) as newest
    from hub_dashboard.stays s
    join hub_dashboard.institutions i using (institution)
    left join hub_dashboard.institution_years y
        on y.institution = i.institution and y.academic_year = $2
    where {_member_on("$1::date")}
    group by s.hub
)
select h.slug, h.name, coalesce(f.members, 0) as members, coalesce(e.eligible, 0) as eligible,
    coalesce(f.encounters, 0) as encounters, coalesce(f.reporting, 0) as reporting, f.newest
from hub_dashboard.hubs h
left join figures f using (hub)
left join eligible e using (hub)
where (select scope.is_any('overview'))
"""

#: The totals of every hub, for those who may read no row behind them: it asks as the owner and gives
#: nothing but counts, and those in the scope ``overview`` only.
FUNCTIONS = f"""
create function hub_dashboard.totals(today date, academic_year text)
returns table (
    slug text, name text, members bigint, eligible bigint, encounters bigint, reporting bigint,
    newest timestamptz
)
language sql stable security definer set search_path to pg_catalog, pg_temp
as $totals$ {TOTALS} $totals$;
"""

TILES = "select * from hub_dashboard.totals($1, $2) order by name"
