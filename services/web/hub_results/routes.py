"""The routes of a hub's file of results: the page with its form, the example, and a file that is sent.

The rule: the page asks for the command that the API offers, and says of every row what became of it. Nothing
of a file is kept but what was recorded.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Response, post, route
from litestar.params import FromPath

from hub_core.access import Principal
from hub_core.evaluations import result_rows
from hub_core.evaluations.members_file import MembersFileTaken, RecordMembersFile
from hub_core.evaluations.members_results import MOST_BYTES, MOST_ROWS
from hub_core.execute import execute
from hub_core.files.spreadsheets import UTF_8
from hub_core.log.repository import read_many
from hub_core.membership.institution import Institution
from hub_core.refusals import Forbidden, Invalid, Refusal
from hub_core.values import listed
from hub_core.work import Command
from hub_core.workforce import contact_rows
from hub_core.workforce.codes import ColleagueRole
from hub_core.workforce.members_contacts import MembersContactsTaken, RecordMembersContacts
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, permitted
from services.web.answers import answer
from services.web.hub_navigation import HubFrame, hub_frame, may_at
from services.web.hub_results.view import Found, told
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Templates
from services.web.posted_file import PostedFile, posted_file
from services.web.shell import page
from services.web.sign_in.forms import STREAMED
from services.web.sign_in.signing_in import SigningIn

RESULTS = permitted("evaluations.hub_results", about=hub_in_path)
SENDING = permitted("evaluations.record_members_file", about=hub_in_path)
#: A page beside that of the members, from which it is reached.
HERE, MEMBERS = "/results", "/members"
CONTACTS = "contacts"
NO_FILE = "Choose the file to send."
TOO_LARGE = (
    f"The file is larger than {MOST_BYTES >> 20} MiB. Send fewer columns, or one year at a time."
)
#: What every column holds, in words.
OF_CONTACTS: Mapping[str, str] = {
    "urn": "The school’s URN. A college or service without one: its UKPRN in a column “ukprn”.",
    "role": listed(("Careers leader", *(one.label for one in ColleagueRole))) + ".",
    "name, email": "Who it is. The address may be missing.",
    "since": "Since when, where you know it. Without it: today.",
}
OF_RESULTS: Mapping[str, str] = {
    "urn": "The school’s URN. A college or service without one: its UKPRN in a column “ukprn”.",
    "completed_on": "The day the evaluation was completed, such as 12/12/2025.",
    "edition": "GATSBY-2024, or GATSBY-2014 for results up to July 2025.",
    "benchmark_1 to benchmark_8": "Per cent from 0 to 100, or achieved, in progress, not achieved.",
    "careers_leader_name, careers_leader_email": "Who leads careers. Leave both empty to tell nothing.",
    "appointed_on": "Since when, where you know it. Without it: today.",
    "evaluation_type": "May be missing: it follows from the kind of institution.",
}


#: The kind of a file as its form says it, its heading, its example and its columns.
FILES = (
    ("results", "Compass results, with or without careers leaders", "example.csv", OF_RESULTS),
    (CONTACTS, "Careers leaders and other contacts", "contacts.csv", OF_CONTACTS),
)


@route(
    "/hubs/{slug:str}/results",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[RESULTS],
)
async def hub_results(
    request: Asked, slug: FromPath[str], principal: CurrentPrincipal, templates: Templates
) -> Response[str]:
    """The form, and what a file holds."""
    frame = await hub_frame(request, templates, slug, MEMBERS)
    return _shown(request, templates, frame, principal)


@route(
    "/hubs/{slug:str}/results/example.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[RESULTS],
)
async def example_file() -> Response[str]:
    """A file with every heading, to be filled in."""
    return _example("members-results", result_rows.COLUMNS)


@route(
    "/hubs/{slug:str}/results/contacts.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[RESULTS],
)
async def example_contacts() -> Response[str]:
    """The same for contacts."""
    return _example("members-contacts", contact_rows.COLUMNS)


def _example(name: str, columns: Iterable[str]) -> Response[str]:
    headings = ",".join(one for one in columns if one not in ("ukprn", "evaluation_type"))
    return Response(
        UTF_8 + headings + "\r\n",
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@post(
    "/hubs/{slug:str}/results",
    media_type=MediaType.HTML,
    include_in_schema=False,
    request_max_body_size=None,  # read as it comes, up to its own limit
    guards=[SENDING],
    status_code=HTTPStatus.OK,
    opt={STREAMED: "The file is read as it comes, after the form's token."},
)
async def send_results(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
) -> Response[str]:
    """Take the file, and say what became of every row."""
    posted = await posted_file(request)
    of_contacts = posted.fields.get("kind") == CONTACTS
    frame = await hub_frame(request, templates, slug, MEMBERS)
    platform = sign_in.parts.platform
    try:
        content = await _content(posted)
        whole = posted.fields.get("partly") != "yes"
        command: Command = (
            RecordMembersContacts(hub=frame.id, file=content, whole=whole)
            if of_contacts
            else RecordMembersFile(hub=frame.id, file=content, whole=whole)
        )
        # A form that is sent again with the file mended is another act.
        asked = asked_by(
            request, posted.fields, about=sha256(msgspec.json.encode(command)).hexdigest()
        )
        accepted = await execute(command, principal, platform, asked)
    except Forbidden:
        raise
    except Refusal as refusal:
        await posted.read_on()
        kind = CONTACTS if of_contacts else "results"
        return _shown(request, templates, frame, principal, wrong=refusal.detail, wrong_in=kind)
    answer: type[Found] = MembersContactsTaken if of_contacts else MembersFileTaken
    found = msgspec.json.decode(accepted.answer, type=answer)
    known = await read_many(platform.ledger, Institution, [one.institution for one in found.taken])
    names = {one: institution.details.name for one, institution in known.items()}
    shown = told(found, names, here=f"/hubs/{slug}/members")
    return _shown(request, templates, frame, principal, told=shown, file=posted.name[:80])


async def _content(posted: PostedFile) -> bytes:
    """The file, whole; raises ``Invalid`` for none, an empty one and one too large."""
    if not posted.name:
        raise Invalid.field("file", NO_FILE)
    content = bytearray()
    async for piece in posted.content():
        content += piece
        if len(content) > MOST_BYTES:
            raise Invalid.field("file", TOO_LARGE)
    await posted.read_on()
    if not content:
        raise Invalid.field("file", "The file is empty. Export it again and choose the new file.")
    return bytes(content)


def _shown(
    request: Asked, templates: Templates, frame: HubFrame, principal: Principal, **said: Any
) -> Response[str]:
    text = page(
        request,
        templates,
        "hub/results.html",
        frame=frame,
        here=f"/hubs/{frame.slug}{HERE}",
        sends=may_at(principal, RecordMembersFile.OPERATION, frame.id),
        files=FILES,
        most=MOST_ROWS,
        once=new_form(),
        **{"told": None, "wrong": "", "wrong_in": "", "file": "", **said},
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if said.get("wrong") else HTTPStatus.OK
    return answer(text, status=status)


ROUTES = (hub_results, example_file, example_contacts, send_results)
