"""The first stage: read what was sent, say what committing it would do, and keep that ready to commit.

The rule: checking changes nothing but the upload itself, and may be done again at any time.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from hub_core.agreements.agreement import Agreement, agreement_stream
from hub_core.agreements.cover import NotCovered, require_covered
from hub_core.execute import ENGLAND
from hub_core.files.reading import FileLimits, Table, read_table
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.institution import Institution
from hub_core.refusals import Invalid, Problem
from hub_core.rosters.commands import classes_in, require_bearable
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.sync.cells import CellReader, Rules
from hub_core.sync.content import forget_content, opened
from hub_core.sync.differences import Differences, differences
from hub_core.sync.grouping import Grouping
from hub_core.sync.kinds import OPEN, RowFate, UploadKind, UploadState
from hub_core.sync.learner_rows import LearnerRows
from hub_core.sync.mapping import Mapping, by_headings, problems_of
from hub_core.sync.problems import RowProblem
from hub_core.sync.programme_rows import ProgrammeRows
from hub_core.sync.report import Look, Report
from hub_core.sync.roster_differences import day_of, roster_report
from hub_core.sync.roster_rows import RosterRows
from hub_core.sync.source import SyncedSource, source_stream
from hub_core.sync.uploads import Upload, Uploads, require
from hub_core.vault.register import LearnerRegister

#: Rows one upload may have.
MOST_ROWS = 250_000
LIMITS = FileLimits(rows=MOST_ROWS)
#: Problems kept in one piece, and so the most that one page of them reads.
PAGE = 500
#: Files read at once in one process, whoever sends them: what bounds its memory.
AT_ONCE = 2

CHUNKS, PROBLEMS, HELD, LOOK, LEARNERS, TOUCHED = (
    "chunks",
    "problems",
    "held",
    "look",
    "learners",
    "touched",
)
_reading = asyncio.Semaphore(AT_ONCE)
#: How a file that says who is on roll is read.
READING: dict[UploadKind, type[LearnerRows[Any]]] = {
    one.KIND: one for one in (RosterRows, ProgrammeRows)
}
Rows = TypeVar("Rows", Grouping, LearnerRows[Any])


async def check(
    uploads: Uploads, ledger: Ledger, upload: Upload, told: Mapping | None = None
) -> Upload:
    """Check an upload whose content is there; ``told`` is a mapping that its sender gives now.

    Without one, the mapping remembered for the source counts, or the headings. Raises ``UnreadableFile``,
    ``Invalid`` for a mapping given now that does not fit the file, and ``NotCovered`` for what no agreement
    covers: then nothing is left of the file.
    """
    require(
        upload,
        UploadState.BEGUN,
        UploadState.COLUMNS_NEEDED,
        UploadState.CHECKED,
        UploadState.COMMITTING,
        to="checked",
    )
    if upload.content is None:
        raise Invalid.field(
            "content", "Nothing was sent yet.", "Send the file as this upload's content first."
        )
    remembered = await uploads.remembered(upload)
    async with _reading:
        table = await _table(uploads, upload)
        look = await _look(uploads, upload, table, told or remembered, given=told is not None)
        if look is None:
            await uploads.stands(upload.id, UploadState.COLUMNS_NEEDED)
        else:
            try:
                report = await _read(uploads, ledger, upload, table, look.mapping)
            except NotCovered:
                if upload.state in OPEN:
                    await forget_content(uploads, upload.id)
                raise
            await uploads.stands(upload.id, UploadState.CHECKED, report=report)
            await uploads.remember(upload, look.mapping)
    return await uploads.find(upload.id, upload.institution)


async def _table(uploads: Uploads, upload: Upload) -> Table:
    """The content as a table, looked through once for its columns and its rows alike."""
    box = await uploads.box(upload.id)
    content = opened(uploads, upload.id, box, upload.content_bytes)
    return await asyncio.to_thread(read_table, content, limits=LIMITS)


async def _look(
    uploads: Uploads, upload: Upload, table: Table, told: Mapping | None, *, given: bool
) -> Look | None:
    """How the file is read; None, with a suggestion kept, when its sender must say so."""
    columns = table.columns
    mapping = told or by_headings(upload.kind, columns)
    problems = problems_of(upload.kind, mapping, columns)
    if problems and given:
        raise Invalid("The file cannot be read this way. Nothing was changed.", problems=problems)
    if problems and told is not None:
        mapping = by_headings(upload.kind, columns)  # what was remembered fits no longer
        problems = problems_of(upload.kind, mapping, columns)
    look = Look(
        columns=columns,
        reading=table.findings.sentence(),
        mapping=mapping,
        unread=tuple(one for one in columns if one not in mapping.columns.values()),
    )
    box = await uploads.box(upload.id)
    await uploads.put(upload.id, LOOK, [(0, msgspec.json.encode(look))], box)
    return None if problems else look


def missing_columns(upload: Upload, look: Look) -> list[Problem]:
    """What its sender must still say of a file before it can be read."""
    return problems_of(upload.kind, look.mapping, look.columns)


async def _read(
    uploads: Uploads, ledger: Ledger, upload: Upload, table: Table, mapping: Mapping
) -> Report:
    register = await uploads.vault.register(upload.institution)
    institution = await load(ledger, Institution, upload.institution)
    rules = Rules(
        academic_year=upload.academic_year,
        today=uploads.clock().astimezone(ENGLAND).date(),
        names=_names(institution),
    )
    if upload.kind.tells_roll:
        return await _read_learners(uploads, ledger, upload, table, mapping, rules, register)
    return await _read_activities(uploads, ledger, upload, table, mapping, rules, register)


async def _read_activities(
    uploads: Uploads,
    ledger: Ledger,
    upload: Upload,
    table: Table,
    mapping: Mapping,
    rules: Rules,
    register: LearnerRegister,
) -> Report:
    stream = source_stream(upload.institution, upload.source, upload.academic_year)
    source = await load(ledger, SyncedSource, stream)
    reader = CellReader(rules, mapping.words)

    def begin(columns: tuple[str, ...]) -> Grouping:
        return Grouping(
            columns=columns,
            mapped=mapping.columns,
            always=mapping.always,
            reader=reader,
            ordinal=register.ordinal,
        )

    def compare(rows: Grouping) -> Differences:
        return differences(
            rows.groups.values(),
            source.records,
            complete=upload.complete,
            keyed=lambda one: uploads.vault.fingerprint(f"{stream} {one}"),
        )

    rows, found = await _in_thread(table, begin, compare)
    first = source.done_of(upload.id)
    chunks = found.chunks()
    await _keep(uploads, upload.id, CHUNKS, chunks, first=first)
    await _keep(uploads, upload.id, PROBLEMS, _pages(rows.problems))
    await _keep(uploads, upload.id, HELD, [found.held])
    await _keep(uploads, upload.id, TOUCHED, [found.touched])
    return msgspec.structs.replace(
        counted(rows.rows, rows.problems),
        new=len(found.new),
        changed=len(found.changed),
        unchanged=found.unchanged,
        withdrawn=len(found.gone),
        held_activities=len(found.held),
        left_as_they_stand=found.faulty,
        first_chunk=first,
        chunks=first + len(chunks),
        rests_on=source.version - first,
    )


async def _read_learners(
    uploads: Uploads,
    ledger: Ledger,
    upload: Upload,
    table: Table,
    mapping: Mapping,
    rules: Rules,
    register: LearnerRegister,
) -> Report:
    roster = await load(ledger, Roster, roster_stream(upload.institution))

    def begin(columns: tuple[str, ...]) -> LearnerRows[Any]:
        kind = READING[upload.kind]
        return kind(columns=columns, mapping=mapping, rules=rules, ordinal=register.ordinal)

    rows, _ = await _in_thread(table, begin, lambda rows: rows)
    require_bearable(len(rows.learners), "file")
    agreement = await load(ledger, Agreement, agreement_stream(upload.institution))
    classes = classes_in(one.groups for one in rows.learners.values())
    require_covered(agreement, *classes, on=rules.today)
    await _keep(uploads, upload.id, LEARNERS, _pages(list(rows.learners.values())))
    await _keep(uploads, upload.id, PROBLEMS, _pages(rows.problems))
    base = counted(rows.rows, rows.problems)
    day = day_of(upload.academic_year, rules.today)
    return roster_report(
        base,
        rows,
        roster,
        upload.institution,
        complete=upload.complete,
        day=day,
        at=uploads.clock(),
    )


async def _in_thread(
    table: Table, begin: Callable[[tuple[str, ...]], Rows], compare: Callable[[Rows], Any]
) -> tuple[Rows, Any]:
    """Read every row away from the event loop, which serves others meanwhile."""

    def work() -> tuple[Rows, Any]:
        rows = begin(table.columns)
        rows.take(table.rows())
        rows.rows += len(table.faults)
        rows.problems += _unreadable(table)
        rows.problems.sort(key=lambda one: one.line)
        return rows, compare(rows)

    return await asyncio.to_thread(work)


def _unreadable(table: Table) -> list[RowProblem]:
    """Rows that are no rows, as the reader tells of them."""
    return [
        RowProblem(
            line=fault.line,
            column="",
            value="",
            code="unreadable-row",
            fate=RowFate.REFUSED,
            reason=fault.reason,
            remedy=fault.remedy,
        )
        for fault in table.faults
    ]


def counted(rows: int, problems: list[RowProblem]) -> Report:
    """The rows by their fate; several faults of one row are one row."""
    lines: dict[int, RowFate] = {}
    for problem in problems:
        if lines.get(problem.line) is not RowFate.REFUSED:
            lines[problem.line] = problem.fate
    fates = Counter(lines.values())
    refused, held = fates[RowFate.REFUSED], fates[RowFate.HELD]
    return Report(
        rows=rows,
        taken=rows - refused - held,
        held=held,
        refused=refused,
        noticed=fates[RowFate.NOTICED],
        problems=len(problems),
        problems_by_code=dict(sorted(Counter(one.code for one in problems).items())),
    )


def _pages(everything: list[Any]) -> list[list[Any]]:
    return [everything[start : start + PAGE] for start in range(0, len(everything), PAGE)]


async def _keep(
    uploads: Uploads, upload: UUID, part: str, pieces: Iterable[Any], *, first: int = 0
) -> None:
    """Write a part anew: what an earlier check kept goes."""
    box = await uploads.box(upload)
    encoded = [(first + n, msgspec.msgpack.encode(one)) for n, one in enumerate(pieces)]
    await uploads.put(upload, part, encoded, box)
    await uploads.clear_parts(upload, part, after=first + len(encoded) - 1)


def _names(institution: Institution) -> frozenset[str]:
    known = {
        institution.urn,
        institution.ukprn,
        *institution.former_urns,
        str(institution.id).upper(),
    }
    return frozenset(name for name in known if name)
