"""The files of one import: opened, recognised and put in order before anything is recorded.

The rule: files may be given in any order. Links are read first, for they say which schools are new and
which go on under a new URN; of the others the fuller one has the last word.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TypeVar

from msgspec import Struct

from hub_core.gias.layouts import FileKind, NotAGiasFile
from hub_core.gias.reading import GiasFile, Row, recognise
from hub_core.gias.records import GiasLink, GiasRecord
from hub_core.membership.codes import InstitutionStatus
from services.platform.gias_import.findings import Findings, of_row
from services.platform.gias_import.successions import Successions

_FULLNESS = (
    FileKind.LINKS,
    FileKind.SCHOOLS,
    FileKind.ESTABLISHMENT_FIELDS,
    FileKind.ESTABLISHMENTS,
)
_STILL_OPEN = (InstitutionStatus.OPEN, InstitutionStatus.PROPOSED_TO_CLOSE)


#: Told what is being done, how far it has come, and how far it will go.
Progress = Callable[[str, int, int], None]
AnyRow = TypeVar("AnyRow")
_ROWS_BETWEEN_PROGRESS = 500


class CannotImport(Exception):
    """A file cannot be read or is not one of GIAS; the sentence names it and says what to do."""


class OpenFile(Struct, frozen=True):
    """A recognised file that is open, with its size in bytes."""

    name: str
    gias: GiasFile
    stream: IO[bytes]
    size: int

    def rows(self, doing: str, progress: Progress) -> Iterator[Row]:
        """What the rows say, from the first one, with progress in bytes."""
        return self.reporting(iter(self.gias), doing, progress)

    def reporting(self, rows: Iterator[AnyRow], doing: str, progress: Progress) -> Iterator[AnyRow]:
        """These rows of it, with progress in bytes."""
        for number, row in enumerate(rows):
            if number % _ROWS_BETWEEN_PROGRESS == 0:
                progress(f"{doing} {Path(self.name).name}", self.stream.tell(), self.size)
            yield row


class Survey(Struct, frozen=True):
    """What has to be known of all files before the first row is taken.

    ``told`` are the URNs of each file of establishments, ``still_open`` predecessors that one of the
    files says are open: nobody has taken their place.
    """

    told: dict[str, frozenset[str]]
    still_open: frozenset[str]


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[list[OpenFile]]:
    """Every file, thinnest first. Raises ``CannotImport`` before the first row of any is read."""
    with ExitStack() as open_files:
        yield sorted(
            (_opened(path, open_files) for path in dict.fromkeys(paths)),
            key=lambda file: _FULLNESS.index(file.gias.kind),
        )


def read_links(files: Sequence[OpenFile], findings: Findings, progress: Progress) -> Successions:
    """Who follows whom, by the links files among these."""
    successions = Successions()
    for file in files:
        if file.gias.kind is FileKind.LINKS:
            for row in file.rows("Reading", progress):
                if isinstance(row, GiasLink):
                    successions.add(row, file=file.name)
                elif not isinstance(row, GiasRecord):
                    findings.add(of_row(row, file=file.name))
    successions.settle()
    return successions


def survey(files: Sequence[OpenFile], successions: Successions, progress: Progress) -> Survey:
    """Walk the establishments once beforehand, unless they are in one file and no link is."""
    establishments = [file for file in files if file.gias.kind is not FileKind.LINKS]
    told: dict[str, frozenset[str]] = {}
    still_open: set[str] = set()
    if len(establishments) < 2 and successions.empty:
        return Survey(told, frozenset())
    predecessors = successions.predecessors
    for file in establishments:
        urns: set[str] = set()
        for urn, status in file.reporting(file.gias.glance(), "Reading", progress):
            urns.add(urn)
            if status in _STILL_OPEN and urn in predecessors:
                still_open.add(urn)
        told[file.name] = frozenset(urns)
    return Survey(told, frozenset(still_open))


def _opened(path: Path, open_files: ExitStack) -> OpenFile:
    try:
        stream = open_files.enter_context(path.open("rb"))
        return OpenFile(str(path), recognise(stream), stream, path.stat().st_size)
    except NotAGiasFile as refusal:
        raise CannotImport(f"{path}: {refusal}") from refusal
    except OSError as problem:
        raise CannotImport(f"{path} cannot be read: {problem.strerror}.") from problem
