"""The routes of the audit: the page, and the same entries as files.

The rule: both are recorded as reads themselves, the files as taken away; an administrator sees neither.
"""

from typing import Any

import asyncpg
import msgspec
from jinja2 import Environment
from litestar import HttpMethod, MediaType, Request, Response, route
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from hub_core.audit.entries import Entry, EntryKind
from hub_core.audit.search import FILE, Audit
from hub_core.files.spreadsheets import UTF_8, as_csv
from services.http.permission import everybodys, permitted
from services.web.answers import answer
from services.web.audit_page.asked import SINCE, UNTIL, asked
from services.web.shell import page
from services.web.words import ENGLAND

READ = [HttpMethod.GET, HttpMethod.HEAD]
MAY_LOOK = permitted("identity.audit", about=everybodys)
MAY_TAKE = permitted("identity.audit_file", about=everybodys)

Templates = NamedDependency[SkipValidation[Environment]]

COLUMNS = (
    "at",
    "kind",
    "number",
    "who",
    "organisation",
    "on_behalf_of",
    "action",
    "what",
    "about",
    "learners",
    "correlation",
    "causation",
)


@route(
    "/audit",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[MAY_LOOK],
)
async def audit(request: Request[Any, Any, Any], templates: Templates) -> Response[str]:
    """What was recorded and who read what, newest first."""
    question = asked(request.query_params)
    found = await Audit(_pool(request)).page(question.wanted, cursor=question.cursor)
    text = page(
        request,
        templates,
        "audit.html",
        entries=found.entries,
        kinds=tuple(EntryKind),
        question=question,
        since=SINCE,
        until=UNTIL,
        older=question.address("/audit", cursor=found.next) if found.next else None,
        searched_back_to=found.searched_back_to and found.searched_back_to.astimezone(ENGLAND),
        files=[(name, question.address(f"/audit.{name.lower()}")) for name in ("CSV", "JSON")],
        most=FILE,
        england=ENGLAND,
    )
    return answer(text)


@route("/audit.csv", http_method=READ, include_in_schema=False, guards=[MAY_TAKE])
async def audit_csv(request: Request[Any, Any, Any]) -> Response[str]:
    """The newest entries of the same question as a file for people."""
    rows = [[_cell(entry, column) for column in COLUMNS] for entry in await _file(request)]
    return _attachment(UTF_8 + as_csv(COLUMNS, rows), "text/csv", "audit.csv")


@route("/audit.json", http_method=READ, include_in_schema=False, guards=[MAY_TAKE])
async def audit_json(request: Request[Any, Any, Any]) -> Response[str]:
    """The same as a file for programs."""
    text = msgspec.json.encode({"entries": await _file(request)}).decode()
    return _attachment(text, "application/json", "audit.json")


async def _file(request: Request[Any, Any, Any]) -> tuple[Entry, ...]:
    question = asked(request.query_params)
    search = Audit(_pool(request))
    found = await search.page(question.wanted, cursor=question.cursor, limit=FILE, most=100 * FILE)
    return found.entries


def _cell(entry: Entry, column: str) -> str:
    value = getattr(entry, column)
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _attachment(text: str, media_type: str, name: str) -> Response[str]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(text, media_type=media_type, headers=headers)


def _pool(request: Request[Any, Any, Any]) -> asyncpg.Pool:
    return request.app.state.parts.pool


ROUTES = (audit, audit_csv, audit_json)
