"""One import from beginning to end: links read, establishments taken over, links followed.

The rule: everything goes through ``SyncInstitutions`` in bulk. An import that was broken off is simply
run again.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

from hub_core.access import Principal, Role
from hub_core.execute import ENGLAND, Platform, Request, execute
from hub_core.gias.layouts import FileKind
from hub_core.membership.institution_commands import Synced, SyncInstitutions, SyncOutcome
from hub_core.membership.sync import Sighting
from services.platform.gias_import import establishments
from services.platform.gias_import.files import (
    OpenFile,
    Progress,
    Survey,
    opened,
    read_links,
    survey,
)
from services.platform.gias_import.findings import Findings
from services.platform.gias_import.following import Follow, Told
from services.platform.gias_import.link_findings import refused
from services.platform.gias_import.successions import Successions

#: Whoever can run the command line of this machine is its operator.
OPERATOR = Principal(id="local-operator", roles=frozenset({Role.ADMINISTRATOR}))

#: Institutions with new links a command takes: each may close and join several others.
_LINKED_AT_ONCE = 50


class FileTaken(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the import; ``rows`` could be read."""

    name: str
    kind: str
    rows: int


class ReasonCounted(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows or cells could not be used for this reason."""

    reason: str
    count: int


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an import. The four outcomes count rows of establishments.

    ``linked`` counts institutions that gained former URNs, or took others in, by the links alone.
    ``position`` is the log's head up to which everything imported can be read.
    """

    files: list[FileTaken]
    registered: int
    changed: int
    unchanged: int
    refused: int
    linked: int
    findings: int
    reasons: list[ReasonCounted]
    position: int


def silent(doing: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


async def import_gias(
    paths: Sequence[Path],
    platform: Platform,
    *,
    report: IO[str] | None = None,
    progress: Progress = silent,
) -> tuple[Imported, Findings]:
    """Take over what these files say that is new.

    Raises ``CannotImport`` before anything is recorded when one of them cannot be read.
    """
    findings = Findings(report)
    with opened(paths) as files:
        successions = read_links(files, findings, progress)
        running = _Import(platform, successions, survey(files, successions, progress), findings)
        taken = []
        for file in files:
            if file.gias.kind is FileKind.LINKS:
                rows = successions.rows_of(file.name)
            else:
                rows = await running.take_over(file, progress)
            taken.append(FileTaken(name=file.name, kind=file.gias.kind.value, rows=rows))
        linked = await running.follow_links(progress)
    outcomes = running.outcomes
    return (
        Imported(
            files=taken,
            registered=outcomes["registered"],
            changed=outcomes["changed"],
            unchanged=outcomes["unchanged"],
            refused=outcomes["refused"],
            linked=linked,
            findings=findings.total,
            reasons=[ReasonCounted(reason=one, count=many) for one, many in findings.by_reason()],
            position=await platform.ledger.head(),
        ),
        findings,
    )


class _Import:
    def __init__(
        self, platform: Platform, successions: Successions, files: Survey, findings: Findings
    ) -> None:
        self._platform = platform
        self._successions = successions
        self._survey = files
        self._findings = findings
        self._at = platform.clock()
        self.outcomes: Counter[str] = Counter()

    async def take_over(self, file: OpenFile, progress: Progress) -> int:
        """Every row of one file; returns how many there were."""
        rows = 0
        for chunk in establishments.chunks(file, self._survey, self._findings, progress):
            told = await establishments.sightings(
                chunk, self._platform.ledger, self._successions, self._survey, at=self._at
            )
            news = [(seen, one) for seen, one in zip(chunk, told, strict=True) if one is not None]
            self.outcomes["unchanged"] += len(chunk) - len(news)
            outcomes = await self._sync([one for _, one in news])
            for (seen, _), outcome in zip(news, outcomes, strict=True):
                self.outcomes[outcome.outcome] += 1
                if outcome.outcome == "refused":
                    self._findings.add(establishments.refused(seen, outcome, file=file.name))
            rows += len(chunk)
        return rows

    async def follow_links(self, progress: Progress) -> int:
        """What the links say of institutions known here; returns how many changes they made."""
        follow = Follow(
            self._platform.ledger,
            self._successions,
            still_open=self._survey.still_open,
            findings=self._findings,
        )
        linked = await self._join(await follow.former_urns(), progress)
        return linked + await self._join(await follow.unions(), progress)

    async def _join(self, told: Sequence[Told], progress: Progress) -> int:
        linked = 0
        for start in range(0, len(told), _LINKED_AT_ONCE):
            progress("Following links", start, len(told))
            part = told[start : start + _LINKED_AT_ONCE]
            outcomes = await self._sync([sighting for _, sighting in part])
            for (pair, _), outcome in zip(part, outcomes, strict=True):
                linked += outcome.outcome == "changed"
                if outcome.outcome == "refused":
                    self._findings.add(refused(pair, outcome))
        return linked

    async def _sync(self, told: Sequence[Sighting]) -> tuple[SyncOutcome, ...]:
        if not told:
            return ()
        seen_on = self._at.astimezone(ENGLAND).date()
        accepted = await execute(
            SyncInstitutions(seen_on=seen_on, sightings=tuple(told)),
            OPERATOR,
            self._platform,
            Request(bulk=True),
        )
        return msgspec.json.decode(accepted.answer, type=Synced).outcomes
