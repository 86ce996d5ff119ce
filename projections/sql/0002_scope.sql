-- The scope a question is asked in, as the policies of read models ask for it.
--
-- Whoever asks sets hub.scope_kind and hub.scope_id for its transaction (projections/fence.py). Policies
-- call these functions in a scalar sub-select, (select scope.id_of('hub')), so that each is evaluated
-- once a statement and not once a row. Without a scope they give null or false, and so no row.

create schema scope;

grant usage on schema scope to public;

create function scope.is_any(variadic kinds text []) returns boolean
language sql stable parallel safe
return coalesce(current_setting('hub.scope_kind', true) = any(kinds), false);

comment on function scope.is_any(text []) is 'Whether the question is asked in a scope of one of these kinds.';

create function scope.id_of(kind text) returns uuid
language sql stable parallel safe
return case
    when current_setting('hub.scope_kind', true) = kind
        then nullif(current_setting('hub.scope_id', true), '')::uuid
end;

comment on function scope.id_of(text) is
'Whose the question is, where its scope is of this kind; null otherwise.';

create function scope.local_authority() returns text
language sql stable parallel safe
return case
    when scope.is_any('local_authority') then nullif(current_setting('hub.scope_id', true), '')
end;

comment on function scope.local_authority() is 'The three-digit code of the authority that asks; null otherwise.';
