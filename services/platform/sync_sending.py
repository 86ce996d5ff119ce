"""Sending a file through the API for ``hub sync``: begin, send the content, commit, and say what was heard.

Rule: what was sent is found again. The ids under which a file is sent follow from the file and what is
said of it, so running the same command after it broke off goes on where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from services.platform.commands.running import Failure
from services.platform.sync_sentences import done, doubtful, found

if TYPE_CHECKING:
    import httpx  # the rest of the command line does without it

#: Bytes sent at once.
PART = 256 * 1024
#: What has come to its end: the same file again begins anew.
OVER = ("committed", "deleted")
#: Problems shown; all of them are in the file that --problems names.
SHOWN = 20


class Sender:
    """Talks to the hub, and says what it hears."""

    def __init__(self, http: "httpx.Client", console: Console) -> None:
        self._http = http
        self._console = console
        self._path = ""
        self._key = ""

    def send(
        self, file: Path, institution: str, *, source: str, kind: str, year: str, complete: bool
    ) -> dict[str, Any]:
        """Begin the upload, or find it begun, and send the content; the upload as checked."""
        body = {"source": source, "kind": kind, "academicYear": year, "complete": complete}
        uploads = f"activities/institutions/{institution_of(self._http, institution)}/uploads"
        before = ""
        while True:
            self._key = _key(file, institution, body, before)
            begun = told(self._http.post(uploads, json=body, headers=self._under("begin")))
            self._path = f"{uploads}/{begun['id']}"
            upload = told(self._http.get(self._path))
            if upload["state"] not in OVER:
                break
            before = begun["id"]  # the same file once more is another sending
        return upload if upload["state"] == "committing" else self._content(file)

    def commit(self, upload: dict[str, Any], checked: Mapping[str, bool]) -> dict[str, Any]:
        """Commit what was checked, by the API and by whoever sends it."""
        with self._console.status(f"Committing {upload['check']['rows']:,} rows"):
            headers = self._under("commit")
            answer = self._http.post(f"{self._path}/commit", json=checked, headers=headers)
        return told(answer)

    def problems_file(self, upload: dict[str, Any]) -> bytes:
        """Every problem row as a file."""
        answer = self._http.get(f"{self._path}/problems.csv")
        if answer.status_code != HTTPStatus.OK:
            told(answer)
        return answer.content

    def doubt(self, doubts: Sequence[Mapping[str, Any]]) -> None:
        """What speaks against committing it."""
        for sentence in doubtful(doubts):
            self._console.print(sentence, markup=False)

    def show(self, upload: dict[str, Any]) -> None:
        """What the check found."""
        if upload["state"] == "columns_needed":
            for one in upload["columnsNeeded"]:
                self._console.print(f"{one['reason']} {one['remedy']}", markup=False)
            raise Failure(
                f"Say which column is what: PUT /api/{self._path}/columns, then run this again."
            )
        check = upload["check"]
        self._console.print(found(upload["kind"], check))
        if check["problems"]:
            self._show_problems(check["problems"])
        if upload["state"] == "committing":
            self._console.print("It was cut off while it was committed; committing goes on.")

    def say(self, upload: dict[str, Any]) -> None:
        """What committing did."""
        self._console.print(done(upload["kind"], upload["stateLabel"], upload["done"]))

    def _content(self, file: Path) -> dict[str, Any]:
        columns = (
            TextColumn("Sending and checking"),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("", total=file.stat().st_size)
            kind = "application/x-ndjson" if file.suffix in (".ndjson", ".jsonl") else "text/csv"
            answer = self._http.put(
                f"{self._path}/content",
                content=_parts(file, lambda done: bar.update(task, advance=done)),
                headers=self._under("content") | {"content-type": kind},
            )
        return told(answer)

    def _show_problems(self, count: int) -> None:
        page = told(self._http.get(f"{self._path}/problems"))
        table = Table("Line", "Column", "Value", "Why, and what to do", box=None, pad_edge=False)
        for one in page["problems"][:SHOWN]:
            cells = (
                str(one["line"]),
                one["column"],
                one["value"],
                f"{one['reason']} {one['remedy']}",
            )
            table.add_row(*(self._console.render_str(cell, markup=False) for cell in cells))
        self._console.print(table)
        if count > SHOWN:
            self._console.print(f"{count:,} in all; see them with --problems FILE.csv.")

    def _under(self, step: str) -> dict[str, str]:
        return {"idempotency-key": f"hub-sync-{step}-{self._key}"}


def told(answer: "httpx.Response") -> dict[str, Any]:
    """What the hub answered. Raises ``Failure`` with what it refused."""
    body: dict[str, Any] = answer.json()
    if answer.is_success:
        return body
    mend = [
        f"{one['field']}: {one['reason']} {one.get('remedy', '')}" for one in body.get("errors", ())
    ]
    raise Failure("\n".join((f"{body['title']}. {body['detail']}", *mend)))


def institution_of(http: "httpx.Client", urn: str) -> str:
    """The id of a school or college by its URN."""
    found: str = told(http.get("membership/institutions", params={"urn": urn}))["id"]
    return found


def _key(file: Path, institution: str, body: dict[str, Any], before: str) -> str:
    """What this sending is known by: the same file said to be the same, after the same sendings."""
    digest = sha256(repr((institution, sorted(body.items()), before)).encode())
    with file.open("rb") as content:
        while part := content.read(PART):
            digest.update(part)
    return digest.hexdigest()[:40]


def _parts(file: Path, sent: Any) -> Iterator[bytes]:
    with file.open("rb") as content:
        while part := content.read(PART):
            yield part
            sent(len(part))
