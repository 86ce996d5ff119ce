-- Services append as a role that may not write the tables: only through this function, which runs as
-- the owner of the ledger and finds nothing but what it names.

alter function ledger.append(
    ledger.new_command [], ledger.new_event [], ledger.new_version [], ledger.new_claim [],
    ledger.new_claim []
) security definer;

alter function ledger.append(
    ledger.new_command [], ledger.new_event [], ledger.new_version [], ledger.new_claim [],
    ledger.new_claim []
) set search_path to pg_catalog, pg_temp;

revoke execute on function ledger.append(
    ledger.new_command [], ledger.new_event [], ledger.new_version [], ledger.new_claim [],
    ledger.new_claim []
) from public;
