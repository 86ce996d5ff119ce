-- Enrol as before, and give no number up to ``above``: the log has them already, though this vault, restored
-- from a backup older than the log, may not know whose they are.

drop function vault.enrol (uuid, bytea [], bytea []);

create function vault.enrol(
    at_institution uuid,
    keyed_references bytea [],
    sealed_references bytea [],
    above integer
) returns table (keyed bytea, ordinal integer)
language plpgsql
as $$
#variable_conflict use_column
declare
    first_free integer;
    given integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('vault ' || at_institution::text, 0));

    select greatest(coalesce(max(n.next), 0), above + 1) into first_free
    from vault.next_ordinals as n where n.institution = at_institution;

    insert into vault.learners (institution, keyed, ordinal, sealed)
    select
        at_institution, w.keyed,
        (first_free + row_number() over (order by w.place) - 1)::integer,
        w.sealed
    from unnest(keyed_references, sealed_references) with ordinality as w (keyed, sealed, place)
    where not exists (
        select from vault.learners as l where l.institution = at_institution and l.keyed = w.keyed
    ) and not exists (
        select from vault.tombstones as t where t.institution = at_institution and t.keyed = w.keyed
    );

    get diagnostics given = row_count;

    insert into vault.next_ordinals (institution, next)
    values (at_institution, first_free + given)
    on conflict (institution) do update set next = excluded.next;

    return query
    select l.keyed, l.ordinal
    from vault.learners as l
    where l.institution = at_institution and l.keyed = any(keyed_references);
end
$$;
