"""From a row of GIAS to the description of an institution, beside what is known of it.

Pure. The rule: only the complete download may take a value away by leaving its cell blank, and a
replaced local authority never unsays the one that succeeded it.
"""

import msgspec

from hub_core.gias.records import GiasRecord
from hub_core.membership.codes import InstitutionStatus
from hub_core.membership.events import InstitutionDetails
from hub_core.reference.areas import former_local_authorities

#: What a school that became an academy does not carry over from the time before.
_OF_THE_PREDECESSOR = {
    "status": InstitutionStatus.OPEN,
    "type_code": None,
    "trust_id": None,
    "trust_name": None,
}
_MERGED_FIELDS = tuple(
    name for name in InstitutionDetails.__struct_fields__ if name not in ("name", "status")
)


def found(record: GiasRecord) -> InstitutionDetails:
    """What the row alone says; open where it does not give a status.

    Raises ``msgspec.ValidationError`` for what an event could not hold.
    """
    fields = {name: getattr(record, name) for name in _MERGED_FIELDS}
    return msgspec.convert(
        {"name": record.name, "status": record.status or InstitutionStatus.OPEN, **fields},
        InstitutionDetails,
    )


def merged(
    says: InstitutionDetails,
    known: InstitutionDetails,
    *,
    status_told: bool = True,
    complete: bool = False,
    last_word: bool = True,
) -> InstitutionDetails:
    """The row's description over what is known.

    Without ``status_told`` the status of ``says`` is only assumed. With ``complete`` a blank means
    there is none, otherwise it is silence. Without ``last_word`` a fuller file of the same import says
    more, so that this one only fills what nobody knows.
    """
    if not last_word:
        return msgspec.structs.replace(known, **_blanks_of(known, filled_from=says))
    changed = {} if complete else _blanks_of(says, filled_from=known)
    if not status_told:
        changed["status"] = known.status
    former = former_local_authorities().get(says.local_authority or "")
    if former is not None and known.local_authority in former.successors:
        changed["local_authority"] = known.local_authority
    return msgspec.structs.replace(says, **changed)


def before_conversion(known: InstitutionDetails) -> InstitutionDetails:
    """What a school that becomes an academy keeps where its new row says nothing."""
    return msgspec.structs.replace(known, **_OF_THE_PREDECESSOR)


def _blanks_of(
    details: InstitutionDetails, *, filled_from: InstitutionDetails
) -> dict[str, object]:
    return {
        name: getattr(filled_from, name)
        for name in _MERGED_FIELDS
        if getattr(details, name) is None
    }
