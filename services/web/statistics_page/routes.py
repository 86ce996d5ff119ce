"""``/statistics``: what was published, for anybody: no sign-in, no form, addresses that last.

Journey: a journalist or a researcher finds the newest release, reads what it is and what changed, takes a
table away as CSV or JSON and checks it against its checksum; a year later the same address gives the same
bytes. An address at which nothing was published says so and leads to the list.
The rule: only what was published is given, byte for byte, and the browser is told that it never changes.
"""

from typing import Annotated, Any
from uuid import UUID

from litestar import HttpMethod, MediaType, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter

from hub_core.access.scope import OVERVIEW
from hub_core.open_data.published import METADATA
from hub_core.snapshots.store import PublishedSnapshot
from services.http.authentication import PUBLIC, known
from services.http.entity_tags import is_had
from services.web.kept_pages import Made, made_of, tag_of
from services.web.national_page.routes import Published, published_mark
from services.web.pages import READ, Asked, Kept, Now, Templates
from services.web.presentation import render
from services.web.publications import Publications
from services.web.shell import fills
from services.web.statistics_page.downloads import (
    ALL,
    MOST_ROWS,
    ROWS,
    NoSuchColumn,
    as_json,
    as_zip,
    digest,
    media_type,
)
from services.web.statistics_page.view import HERE, before, release_page, releases_page
from services.web.words import ENGLAND

#: Why these pages are for everybody.
WHY = "published national figures, protected before they were published, for anybody to take away"
#: What was published never changes: a browser may keep it and need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"
Cursor = Annotated[int, QueryParameter(ge=0, required=False)]
Rows = Annotated[int, QueryParameter(ge=1, le=MOST_ROWS, required=False)]


@route(
    HERE,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    opt={"compressed": True, PUBLIC: WHY},
)
async def statistics(
    request: Asked, publications: Published, templates: Templates, clock: Now, kept: Kept
) -> Response[Any]:
    """Every release."""
    await known(request, request.app.state.page_doors)
    releases = await publications.releases()

    async def make() -> Made:
        return made_of(
            render(templates, "statistics/releases.html", releases=releases_page(releases))
        )

    tag = tag_of(f"statistics.{published_mark(releases)}", clock().astimezone(ENGLAND).date())
    return await kept.answer(
        request, tag, make, fills(request, templates, ["statistics"]), OVERVIEW
    )


@route(
    f"{HERE}/{{snapshot:uuid}}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    opt={"compressed": True, PUBLIC: WHY},
)
async def release(
    request: Asked,
    snapshot: FromPath[UUID],
    publications: Published,
    templates: Templates,
    clock: Now,
    kept: Kept,
) -> Response[Any]:
    """One release: its files, what they mean, and what changed since the one before."""
    await known(request, request.app.state.page_doors)
    releases = await publications.releases()
    found = _found(snapshot, releases)

    async def make() -> Made:
        other = before(found, releases)
        earlier = None
        if other is not None:
            earlier = other, await publications.files(other), await publications.tables(other)
        shown = release_page(
            found,
            releases,
            await publications.files(found),
            await publications.tables(found),
            earlier,
        )
        return made_of(render(templates, "statistics/release.html", page=shown))

    tag = tag_of(f"release.{published_mark(releases)}", clock().astimezone(ENGLAND).date())
    return await kept.answer(
        request, tag, make, fills(request, templates, ["statistics"]), OVERVIEW
    )


@route(
    f"{HERE}/{{snapshot:uuid}}/{{name:str}}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt={"compressed": True, PUBLIC: WHY},
)
async def release_file(
    request: Asked,
    snapshot: FromPath[UUID],
    name: FromPath[str],
    publications: Published,
    columns: FromQuery[str | None] = None,
    cursor: Cursor = 0,
    rows: Rows = ROWS,
) -> Response[bytes]:
    """One file of a release, as it was published; a table also as JSON."""
    found = _found(snapshot, await publications.releases())
    content = await _content(publications, found, name, columns, cursor, rows)
    tag = f'"{digest(content)}"'
    headers = {
        "Cache-Control": FOR_EVER,
        "ETag": tag,
        # Figures are for everybody's programs, wherever they run.
        "Access-Control-Allow-Origin": "*",
    }
    if name.endswith(".csv"):
        headers["Link"] = f'<{METADATA}>; rel="describedby"; type="application/csvm+json"'
    if is_had(tag, request.headers.get("if-none-match")):
        return Response(b"", status_code=304, headers=headers, media_type=media_type(name))
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(content, media_type=media_type(name), headers=headers)


def _found(snapshot: UUID, releases: list[PublishedSnapshot]) -> PublishedSnapshot:
    for one in releases:
        if one.snapshot == snapshot:
            return one
    raise NotFoundException("Nothing was published at this address. The list has every release.")


async def _content(
    publications: Publications,
    found: PublishedSnapshot,
    name: str,
    columns: str | None,
    cursor: int,
    rows: int,
) -> bytes:
    files = await publications.files(found)
    if name in files:
        return files[name]
    if name == ALL:
        return as_zip(files)
    table = await publications.table(found, name.removesuffix(".json"))
    if table is None or not name.endswith(".json"):
        raise NotFoundException(f"This release has no file called {name[:60]}.")
    try:
        return as_json(found, table, columns=columns, cursor=cursor, rows=rows)
    except NoSuchColumn as problem:
        raise NotFoundException(str(problem)) from problem


ROUTES = (statistics, release, release_file)
