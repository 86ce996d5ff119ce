"""Establishments, a chunk at a time: who each row is about, what is known of them, what to say of it.

The rule: a chunk costs a fixed number of round trips, whatever it holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from hub_core.execute import ENGLAND
from hub_core.gias.records import GiasRecord, RowProblem
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.codes import InstitutionStatus
from hub_core.membership.events import FormerUrn, InstitutionDetails
from hub_core.membership.institution import Institution
from hub_core.membership.institution_commands import MOST_AT_ONCE, SyncOutcome
from hub_core.membership.keys import urn_key
from hub_core.membership.sync import Sighting, Subject, identify, settle, take_over
from hub_core.refusals import Refusal
from services.platform.gias_import.details import before_conversion, found, merged
from services.platform.gias_import.files import OpenFile, Progress, Survey
from services.platform.gias_import.findings import Finding, Findings, of_row
from services.platform.gias_import.successions import Successions, former


class Seen(Struct, frozen=True, kw_only=True):
    """One row, with what its file is worth: see ``details.merged``."""

    record: GiasRecord
    says: InstitutionDetails
    complete: bool
    last_word: bool


def chunks(
    file: OpenFile, files_survey: Survey, findings: Findings, progress: Progress
) -> Iterator[list[Seen]]:
    """The rows of one file in chunks; what could not be read goes to the findings."""
    told_by_fuller = _told_after(file, files_survey)
    chunk: list[Seen] = []
    spoiled = 0
    for row in file.rows("Taking over", progress):
        if not isinstance(row, GiasRecord):
            assert isinstance(row, RowProblem), "a file of establishments holds no links"
            findings.add(of_row(row, file=file.name))
            spoiled = row.line
            continue
        try:
            says = found(row)
        except msgspec.ValidationError as error:
            findings.add(_not_recordable(row, error, file=file.name))
            continue
        chunk.append(
            Seen(
                record=row,
                says=says,
                # A cell that could not be read is no blank: what is known stays.
                complete=file.gias.complete and spoiled != row.line,
                last_word=row.urn not in told_by_fuller,
            )
        )
        if len(chunk) == MOST_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


async def sightings(
    chunk: Sequence[Seen],
    ledger: Ledger,
    successions: Successions,
    files_survey: Survey,
    *,
    at: datetime,
) -> list[Sighting | None]:
    """What each row says of its institution, over what is known; None where that is nothing new."""
    bare = [_bare(seen) for seen in chunk]
    keys = {key for sighting in bare for key in sighting.claims()}
    for seen in chunk:
        keys |= {urn_key(pair.predecessor) for pair in successions.continued(seen.record.urn)}
    holders = await ledger.holders(keys)
    institutions = await load_many(ledger, Institution, holders.values())
    told: list[Sighting | None] = []
    for seen, alone in zip(chunk, bare, strict=True):
        formers = _formers(alone.urn or "", holders, successions, files_survey)
        sighting = msgspec.structs.replace(alone, former_urns=formers)
        about = _about(sighting, holders, institutions)
        if about is not None:
            sighting = msgspec.structs.replace(sighting, details=_over_known(seen, *about))
        told.append(None if about and _nothing_new(sighting, *about, at=at) else sighting)
    return told


def refused(seen: Seen, outcome: SyncOutcome, *, file: str) -> Finding:
    """The finding of a row whose institution would not take it."""
    return Finding(
        file=file,
        line=seen.record.line,
        column="URN",
        value=seen.record.urn,
        reason=outcome.detail,
        remedy="Nothing of the row was recorded. Correct it in GIAS or here, and import again.",
        group=f"Refused: {outcome.kind.replace('-', ' ')}.",
    )


def _told_after(file: OpenFile, files_survey: Survey) -> frozenset[str]:
    names = list(files_survey.told)
    after = names[names.index(file.name) + 1 :] if file.name in names else []
    return frozenset().union(*(files_survey.told[name] for name in after))


def _not_recordable(record: GiasRecord, error: Exception, *, file: str) -> Finding:
    return Finding(
        file=file,
        line=record.line,
        column="URN",
        value=record.urn,
        reason=f"The row says what cannot be recorded: {error}.",
        remedy="Correct it in GIAS and import the file again.",
    )


def _bare(seen: Seen) -> Sighting:
    record = seen.record
    closed = record.status is InstitutionStatus.CLOSED
    return Sighting(
        urn=record.urn,
        ukprn=record.ukprn,
        details=seen.says,
        since=record.closed_on if closed else record.opened_on,
    )


def _formers(
    urn: str, holders: Mapping[str, UUID], successions: Successions, files_survey: Survey
) -> tuple[FormerUrn, ...]:
    """The predecessors it continues, up to the nearest that another institution here holds.

    One that a file still calls open ends the chain before it: nobody has taken its place.
    """
    own = holders.get(urn_key(urn))
    formers = []
    for pair in successions.continued(urn):
        if pair.predecessor in files_survey.still_open:
            break
        formers.append(former(pair))
        if holders.get(urn_key(pair.predecessor), own) != own:
            break
    return tuple(formers)


def _about(
    sighting: Sighting, holders: Mapping[str, UUID], institutions: Mapping[UUID, Institution]
) -> tuple[Institution, Subject] | None:
    """The institution known here that the sighting will turn out to be about."""
    try:
        subject = identify(sighting, holders)
        if subject.institution is None:
            return None
        institution = institutions[subject.institution]
        if settle(institution, sighting, subject).institution is None:
            return None
    except Refusal:
        return None  # said again, and counted, when the command is carried out
    return institution, subject


def _over_known(seen: Seen, institution: Institution, subject: Subject) -> InstitutionDetails:
    known = institution.details
    return merged(
        seen.says,
        before_conversion(known) if subject.by_former else known,
        status_told=seen.record.status is not None,
        complete=seen.complete,
        last_word=seen.last_word,
    )


def _nothing_new(
    sighting: Sighting, institution: Institution, subject: Subject, *, at: datetime
) -> bool:
    """Whether taking it over lets nothing happen: tried on the institution just loaded."""
    before = institution.version
    try:
        take_over(institution, sighting, subject, seen_on=at.astimezone(ENGLAND).date(), at=at)
    except Refusal:
        return False
    return institution.version == before
