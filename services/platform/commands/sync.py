"""``hub sync FILE``: send an information system's file through the API, look at the check, commit it.

Rule: nothing is committed that was not checked, and a roster that looks wrong is committed only when
whoever sends it has said, by an option for each doubt, that it is meant.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.console import Console
from rich.prompt import Confirm

from hub_core.rosters.doubt import LEAVERS_CHECKED, YEAR_GROUPS_CHECKED
from hub_core.sync.kinds import UploadKind
from services.platform.commands.running import Failure, as_json, settings
from services.platform.sync_sending import Sender
from services.platform.sync_sentences import not_accepted

if TYPE_CHECKING:
    import httpx  # the rest of the command line does without it

#: Seconds to wait for an answer: checking a file of a hundred thousand rows takes a few.
PATIENCE = 300.0
_NOTHING = "Nothing was committed."


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--institution", metavar="URN", required=True, help="The school or college.")
@click.option(
    "--source", metavar="NAME", required=True, help="Its information system: sims, arbor."
)
@click.option("--kind", type=click.Choice([one.value for one in UploadKind]), default="activities")
@click.option("--year", metavar="2025/26", required=True, help="The academic year of the file.")
@click.option(
    "--complete",
    is_flag=True,
    help="It lists all: what it has no longer is withdrawn, or has left.",
)
@click.option(
    "--leavers-checked", is_flag=True, help="Of a roster: most learners on roll have left indeed."
)
@click.option(
    "--year-groups-checked",
    is_flag=True,
    help="Of a roster: whole year groups are meant to be in another year than before.",
)
@click.option(
    "--school", metavar="ID", help="Of a OneRoster bundle of many: the sourcedId of yours."
)
@click.option(
    "--reference",
    type=click.Choice(["sourcedId", "identifier"]),
    help="Of a OneRoster bundle: the column that your other files call a learner by.",
)
@click.option("--key", envvar="HUB_KEY", help="The institution's API key; HUB_KEY by default.")
@click.option("--url", envvar="HUB_URL", help="Where the hub is; this machine by default.")
@click.option(
    "--problems", type=click.Path(path_type=Path), help="Write problem rows to this file."
)
@click.option("--yes", is_flag=True, help="Commit without asking. A doubtful roster is refused.")
@click.option("--check-only", is_flag=True, help="Check, and commit nothing.")
@click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")
def sync(file: Path, key: str | None, url: str | None, **asked: Any) -> None:
    """Send a file of an information system: check it, then commit it.

    FILE is a table (CSV, or one JSON object a line), or a OneRoster 1.2 bundle (.zip) with --kind roster.
    If it breaks off, run the same command again: it goes on where it was.
    """
    if not key:
        raise Failure("Give the institution's API key in HUB_KEY. `hub keys issue` makes one.")
    base = url or f"http://{settings().listen_host}:{settings().port}"
    headers = {"authorization": f"Bearer {key}"}
    checked = {
        LEAVERS_CHECKED: asked.pop("leavers_checked"),
        YEAR_GROUPS_CHECKED: asked.pop("year_groups_checked"),
    }
    import httpx

    with httpx.Client(base_url=f"{base}/api/", headers=headers, timeout=PATIENCE) as http:
        send = _send_bundle if file.suffix.lower() == ".zip" else _send_table
        answer = send(http, Console(stderr=True, highlight=False), file, checked, **asked)
    if asked["for_program"]:
        click.echo(as_json(answer))


def _send_table(
    http: "httpx.Client", console: Console, file: Path, checked: Mapping[str, bool], *,
    institution: str, source: str, kind: str, year: str, complete: bool, problems: Path | None,
    yes: bool, check_only: bool, for_program: bool, school: str | None, reference: str | None,
) -> dict[str, Any]:  # fmt: skip
    if school or reference:
        raise Failure(
            "--school and --reference are of OneRoster bundles, and this is no .zip file."
        )
    sender = Sender(http, console)
    upload = sender.send(file, institution, source=source, kind=kind, year=year, complete=complete)
    if problems is not None:
        problems.write_bytes(sender.problems_file(upload))
    if not for_program:
        sender.show(upload)
    if upload["state"] not in ("checked", "committing"):
        return upload
    doubts = not_accepted(upload["check"]["doubts"], checked)
    sender.doubt(doubts)
    if check_only:
        return upload
    if doubts:
        raise Failure(_NOTHING)
    if yes or _agreed():
        upload = sender.commit(upload, checked)
        if not for_program:
            sender.say(upload)
    return upload


def _send_bundle(
    http: "httpx.Client", console: Console, file: Path, checked: Mapping[str, bool], *,
    institution: str, source: str, kind: str, year: str, complete: bool, problems: Path | None,
    yes: bool, check_only: bool, for_program: bool, school: str | None, reference: str | None,
) -> dict[str, Any]:  # fmt: skip
    """A bundle says itself whether it is complete, and is of no remembered source."""
    from services.platform.sync_bundles import BundleSender

    if kind != UploadKind.ROSTER:
        raise Failure(
            "A .zip file is taken as a OneRoster bundle, which is a roster: --kind roster."
        )
    if complete or problems is not None:
        raise Failure(
            "--complete and --problems are not for OneRoster bundles: a bundle's manifest says whether it "
            "is complete, and its problems are shown. Leave them out."
        )
    more = {"asOf": _day_of(year), "school": school, "reference": reference}
    sender = BundleSender(http, console, file, institution, more)
    check = sender.check()
    if not for_program:
        sender.show(check)
    doubts = sender.doubt(check, checked)
    if check_only:
        return check
    if doubts:
        raise Failure(_NOTHING)
    if not (yes or _agreed()):
        return check
    sent = sender.send(check, checked)
    if not for_program:
        sender.say(sent)
    return sent


def _day_of(year: str) -> str | None:
    """The day for which a bundle holds, as for every roster of an academic year; None for today."""
    from hub_core.execute import ENGLAND
    from hub_core.sync.roster_differences import day_of
    from hub_core.values import parse_academic_year

    try:
        academic_year = parse_academic_year(year)
    except ValueError as wrong:
        raise Failure(f"--year: {wrong}") from None
    today = datetime.now(UTC).astimezone(ENGLAND).date()
    day = day_of(academic_year, today)
    return None if day == today else day.isoformat()


def _agreed() -> bool:
    return Confirm.ask("Commit this?", default=False, console=Console(stderr=True))
