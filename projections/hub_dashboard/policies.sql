-- Who may read which row: the second fence (docs/decisions/0010-rows-behind-a-second-fence.md).
--
-- The owner writes and passes these by; everybody else reads in a scope, or reads nothing. Row-level
-- security is switched on for every table when it is made, so a table forgotten here shows no rows.
-- Reach is worked out once a statement, by functions that ask as the owner: as sub-selects over fenced
-- tables the policies would be planned into one another, which took longer than the whole answer.

create function within_reach() returns setof uuid
language sql stable security definer rows 100
begin atomic
    -- A hub's reach is its current membership: stays that have not ended.
    select s.institution from stays s where s.hub = (select scope.id_of('hub')) and s.until is null
    union all
    select i.institution from institutions i where i.institution = (select scope.id_of('institution'))
    union all
    select i.institution from institutions i where i.trust = (select scope.id_of('trust'))
    union all
    select i.institution from institutions i
    where i.local_authority = (select scope.local_authority());
end;

comment on function within_reach() is 'The institutions whose rows the question''s scope opens.';

create function left_behind() returns table (institution uuid, academic_year text)
language sql stable security definer rows 100
begin atomic
    -- Figures are dated: a year that was over while an institution was a member stays in that hub's
    -- totals of that year, and nothing else of the institution does once it has left.
    select s.institution, format('%s/%s', ends - 1, lpad((ends % 100)::text, 2, '0'))
    from stays s
    cross join lateral generate_series(
        extract(year from s.since)::integer, extract(year from s.until)::integer
    ) as ends
    where s.hub = (select scope.id_of('hub')) and s.until is not null
        and s.since <= make_date(ends, 8, 31) and s.until > make_date(ends, 8, 31);
end;

comment on function left_behind() is
'The finished years whose figures stay with the hub that asks, of institutions that have left it.';

-- The register is public: what an institution, a hub and an employer are called and where they are.
create policy register on institutions for select using ((
    select scope.is_any(
        'hub', 'institution', 'trust', 'local_authority', 'employer', 'national', 'auditor',
        'administrator'
    )
));

create policy register on hubs for select using ((
    select scope.is_any(
        'hub', 'institution', 'trust', 'local_authority', 'employer', 'national', 'auditor',
        'administrator'
    )
));

create policy catalogue on employers for select using ((
    select scope.is_any('hub', 'institution', 'trust', 'local_authority', 'auditor', 'administrator')
));
create policy own on employers for select using (employer = (select scope.id_of('employer')));

-- A hub sees who was its member and when, and not where its members were before.
create policy of_the_hub on stays for select using (hub = (select scope.id_of('hub')));
create policy own on stays for select using (
    (select scope.is_any('institution', 'trust', 'local_authority'))
    and institution in (select within_reach())
);
create policy every on stays for select using ((select scope.is_any('auditor', 'administrator')));

create policy of_the_hub on scope_choices for select using (hub = (select scope.id_of('hub')));
create policy own on scope_choices for select using (institution = (select scope.id_of('institution')));
create policy every on scope_choices for select using ((select scope.is_any('auditor', 'administrator')));

-- Facts. Nobody reads learner sets by way of the read model: they are what the writer folds with.
revoke select on encounters from hub_services;
grant select (
    institution, encounter, employer, kind, mode, sector, size, happens_on, state, evidence, reported,
    attended, position, recorded_at
) on encounters to hub_services;

create policy own on encounters for select using (institution in (select within_reach()));
create policy own_part on encounters for select using (employer = (select scope.id_of('employer')));
create policy every on encounters for select using ((select scope.is_any('auditor')));

create policy own on own_meetings for select using (institution in (select within_reach()));
create policy every on own_meetings for select using ((select scope.is_any('auditor')));

create policy own on institution_years for select using (institution in (select within_reach()));
create policy own_then on institution_years for select using (
    (select scope.is_any('hub'))
    and (institution, academic_year) in (select l.institution, l.academic_year from left_behind() l)
);
create policy every on institution_years for select using ((
    select scope.is_any('auditor', 'administrator')
));

create policy own on activity for select using (institution in (select within_reach()));
create policy own_part on activity for select using (employer = (select scope.id_of('employer')));
create policy every on activity for select using ((select scope.is_any('auditor', 'administrator')));
