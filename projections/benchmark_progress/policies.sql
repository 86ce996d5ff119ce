-- Who may read which row: the second fence (docs/decisions/0010-rows-behind-a-second-fence.md).
--
-- An institution reads its own, a hub its present members', a trust and a local authority their schools'. What
-- is about groups of learners is the institution's own: no gap between small groups leaves it from here, and a
-- hub is told sums over five members at least (decision 52).

create function within_reach() returns setof uuid
language sql stable security definer rows 100
begin atomic
    select i.institution from institutions i where i.institution = (select scope.id_of('institution'))
    union all
    select i.institution from institutions i where i.hub = (select scope.id_of('hub'))
    union all
    select i.institution from institutions i where i.trust = (select scope.id_of('trust'))
    union all
    select i.institution from institutions i where i.local_authority = (select scope.local_authority());
end;

comment on function within_reach() is 'The institutions whose rows the question''s scope opens.';

create policy own on institutions for select using (institution in (select within_reach()));
create policy every on institutions for select using ((select scope.is_any('auditor', 'administrator')));

create policy own on results for select using (institution in (select within_reach()));
create policy every on results for select using ((select scope.is_any('auditor', 'administrator')));

create policy own on progress for select using (institution in (select within_reach()));
create policy every on progress for select using ((select scope.is_any('auditor', 'administrator')));

create policy own on month_ends for select using (institution in (select within_reach()));
create policy every on month_ends for select using ((select scope.is_any('auditor', 'administrator')));

create policy own on words for select using (institution in (select within_reach()));
create policy every on words for select using ((select scope.is_any('auditor', 'administrator')));

create policy own on group_progress for select using (
    institution = (select scope.id_of('institution'))
);
create policy own on group_sums for select using (
    institution = (select scope.id_of('institution'))
);
