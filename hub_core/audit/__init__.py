"""Who read what: the record of reads that concern learners, names and whole files, and its search.

The rule: a read of that kind is recorded before its answer leaves; what cannot be recorded is not answered.
"""

from hub_core.audit.record import Access, AccessLog, Door, Kind
from hub_core.migrations import MigrationSet

#: The tables of this package, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="audit", package="hub_core.audit")

__all__ = ["MIGRATIONS", "Access", "AccessLog", "Door", "Kind"]
