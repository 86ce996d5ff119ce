-- Destroy a learner's reference and leave a tombstone that refuses it later.
-- Takes the institution's enrolment lock, so that no enrolment brings it back meanwhile.
-- True when there was a learner to erase.

create function vault.erase(at_institution uuid, keyed_reference bytea) returns boolean
language plpgsql
as $$
declare
    was_known boolean;
begin
    perform pg_advisory_xact_lock(hashtextextended('vault ' || at_institution::text, 0));

    delete from vault.learners where institution = at_institution and keyed = keyed_reference;
    was_known := found;

    insert into vault.tombstones (institution, keyed) values (at_institution, keyed_reference)
    on conflict do nothing;

    return was_known;
end
$$;
