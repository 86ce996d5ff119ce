-- Destroy the references of learners whose time is over, by their numbers. No tombstone is left: whoever
-- comes back is a new learner. Takes the institution's enrolment lock. Returns how many there were.

create function vault.forget(at_institution uuid, ordinals integer []) returns integer
language plpgsql
as $$
declare
    forgotten integer;
begin
    perform pg_advisory_xact_lock(hashtextextended('vault ' || at_institution::text, 0));

    delete from vault.learners where institution = at_institution and ordinal = any(ordinals);
    get diagnostics forgotten = row_count;

    return forgotten;
end
$$;
