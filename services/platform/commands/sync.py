"""``hub sync FILE``: send an information system's file through the API, look at the check, commit it.

Rule: what was sent is found again. The ids under which a file is sent follow from the file and what is
said of it, so running the same command after it broke off goes on where it was.
"""

from collections.abc import Iterator
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.prompt import Confirm
from rich.table import Table

from hub_core.sync.kinds import UploadKind
from services.platform.commands.running import Failure, as_json, settings

if TYPE_CHECKING:
    import httpx  # the rest of the command line does without it

#: Bytes sent at once.
PART = 256 * 1024
#: Seconds to wait for an answer: checking a file of a hundred thousand rows takes a few.
PATIENCE = 300.0
#: What has come to its end: the same file again begins anew.
OVER = ("committed", "deleted")
#: Problems shown; all of them are in the file that --problems names.
SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--institution", metavar="URN", required=True, help="The school or college.")
@click.option(
    "--source", metavar="NAME", required=True, help="Its information system: sims, arbor."
)
@click.option("--kind", type=click.Choice([one.value for one in UploadKind]), default="activities")
@click.option("--year", metavar="2025/26", required=True, help="The academic year of the file.")
@click.option("--complete", is_flag=True, help="What the file no longer lists is withdrawn.")
@click.option("--key", envvar="HUB_KEY", help="The institution's API key; HUB_KEY by default.")
@click.option("--url", envvar="HUB_URL", help="Where the hub is; this machine by default.")
@click.option(
    "--problems", type=click.Path(path_type=Path), help="Write problem rows to this file."
)
@click.option("--yes", is_flag=True, help="Commit without asking.")
@click.option("--check-only", is_flag=True, help="Check, and commit nothing.")
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def sync(
    file: Path, institution: str, source: str, kind: str, year: str, complete: bool,
    key: str | None, url: str | None, problems: Path | None, yes: bool, check_only: bool,
    for_program: bool,
) -> None:  # fmt: skip
    """Send a file of an information system: check it, then commit it.

    If it breaks off, run the same command again: it goes on where it was.
    """
    if not key:
        raise Failure("Give the institution's API key in HUB_KEY. `hub keys issue` makes one.")
    base = url or f"http://{settings().listen_host}:{settings().port}"
    headers = {"authorization": f"Bearer {key}"}
    import httpx

    with httpx.Client(base_url=f"{base}/api/", headers=headers, timeout=PATIENCE) as http:
        sender = Sender(http, Console(stderr=True, highlight=False))
        upload = sender.send(
            file, institution, source=source, kind=kind, year=year, complete=complete
        )
        if problems is not None:
            problems.write_bytes(sender.problems_file(upload))
        if not for_program:
            sender.show(upload)
        if upload["state"] in ("checked", "committing") and not check_only and (yes or _agreed()):
            upload = sender.commit(upload)
            if not for_program:
                sender.say(upload)
    if for_program:
        click.echo(as_json(upload))


def _agreed() -> bool:
    return Confirm.ask("Commit this?", default=False, console=Console(stderr=True))


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
        found = self._told(self._http.get("membership/institutions", params={"urn": institution}))
        body = {"source": source, "kind": kind, "academicYear": year, "complete": complete}
        uploads = f"activities/institutions/{found['id']}/uploads"
        before = ""
        while True:
            self._key = _key(file, institution, body, before)
            begun = self._told(self._http.post(uploads, json=body, headers=self._under("begin")))
            self._path = f"{uploads}/{begun['id']}"
            upload = self._told(self._http.get(self._path))
            if upload["state"] not in OVER:
                break
            before = begun["id"]  # the same file once more is another sending
        return upload if upload["state"] == "committing" else self._content(file)

    def commit(self, upload: dict[str, Any]) -> dict[str, Any]:
        """Commit what was checked."""
        with self._console.status(f"Committing {upload['check']['rows']:,} rows"):
            answer = self._http.post(f"{self._path}/commit", json={}, headers=self._under("commit"))
        return self._told(answer)

    def problems_file(self, upload: dict[str, Any]) -> bytes:
        """Every problem row as a file."""
        answer = self._http.get(f"{self._path}/problems.csv")
        if answer.status_code != HTTPStatus.OK:
            self._told(answer)
        return answer.content

    def show(self, upload: dict[str, Any]) -> None:
        """What the check found."""
        if upload["state"] == "columns_needed":
            for one in upload["columnsNeeded"]:
                self._console.print(f"{one['reason']} {one['remedy']}", markup=False)
            raise Failure(
                f"Say which column is what: PUT /api/{self._path}/columns, then run this again."
            )
        check = upload["check"]
        self._console.print(
            f"{check['rows']:,} rows: {check['taken']:,} taken, {check['held']:,} held, "
            f"{check['refused']:,} not taken. Activities: {check['new']:,} new, "
            f"{check['changed']:,} changed, {check['withdrawn']:,} withdrawn, "
            f"{check['unchanged']:,} unchanged."
        )
        if check["problems"]:
            self._show_problems(check["problems"])
        if upload["state"] == "committing":
            self._console.print("It was cut off while it was committed; committing goes on.")

    def say(self, upload: dict[str, Any]) -> None:
        """What committing did."""
        done = upload["done"] or {"recorded": 0, "corrected": 0, "withdrawn": 0}
        self._console.print(
            f"{upload['stateLabel']}: {done['recorded']:,} recorded, {done['corrected']:,} "
            f"corrected, {done['withdrawn']:,} withdrawn."
        )

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
        return self._told(answer)

    def _show_problems(self, count: int) -> None:
        page = self._told(self._http.get(f"{self._path}/problems"))
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

    def _told(self, answer: "httpx.Response") -> dict[str, Any]:
        told: dict[str, Any] = answer.json()
        if answer.is_success:
            return told
        mend = [
            f"{one['field']}: {one['reason']} {one.get('remedy', '')}"
            for one in told.get("errors", ())
        ]
        raise Failure("\n".join((f"{told['title']}. {told['detail']}", *mend)))


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
