"""``/national``: published figures of England, for national analysts and whoever else signs in.

Journey: an analyst opens the page, sees England's newest figure with its date and what is behind it,
chooses another figure and breakdown, follows one area over the years and holds a second beside it, and sends
the address or the file on. With nothing published the page says who publishes; a withheld figure says why.
The rule: only published snapshots are read here, never a live figure.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from hub_core.access.scope import OVERVIEW
from hub_core.files.spreadsheets import UTF_8
from hub_core.open_data.published import PublishedTable
from hub_core.snapshots.store import PublishedSnapshot
from services.http.permission import everybodys, permitted
from services.web.kept_pages import Made, made_of, tag_of
from services.web.national_page.choice import Choice, choice_of, release_of
from services.web.national_page.figures import measures, same_way
from services.web.national_page.file import file_of
from services.web.national_page.view import FILES, HERE, Over, national_page
from services.web.pages import READ, Asked, Kept, Now, Templates
from services.web.presentation import render
from services.web.publications import Publications, newest_versions
from services.web.shell import fills
from services.web.words import ENGLAND

NATIONAL = permitted("national.table", about=everybodys)
Published = NamedDependency[SkipValidation[Publications]]


@route(
    HERE,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[NATIONAL],
    opt={"compressed": True},
)
async def national(
    request: Asked, publications: Published, templates: Templates, clock: Now, kept: Kept
) -> Response[Any]:
    """The figures as chosen in the address."""
    releases = await publications.releases()

    async def make() -> Made:
        if not releases:
            return made_of(render(templates, "national/nothing.html"))
        choice, tables = await _chosen(request, publications, releases)
        over_time = await _over_time(publications, choice, releases)
        shown = national_page(choice, tables, releases, over_time, newest_versions(releases)[0])
        return made_of(render(templates, "national/figures.html", page=shown))

    tag = tag_of(f"national.{published_mark(releases)}", clock().astimezone(ENGLAND).date())
    return await kept.answer(request, tag, make, fills(request, templates, ["national"]), OVERVIEW)


@route(f"{HERE}/{{file:str}}", http_method=READ, include_in_schema=False, guards=[NATIONAL])
async def national_file(
    request: Asked, file: FromPath[str], publications: Published
) -> Response[str]:
    """What the page shows, as a file."""
    name, _, kind = file.partition(".")
    releases = await publications.releases()
    if kind != "csv" or name not in FILES or not releases:
        raise NotFoundException(f"There is no file of national figures called {file[:60]}.")
    choice, tables = await _chosen(request, publications, releases)
    over_time = await _over_time(publications, choice, releases)
    called = f"national-{choice.measure}-{choice.by}-{name}-{choice.release.measure_date}.csv"
    return Response(
        UTF_8 + file_of(name, choice, measures(tables), over_time),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{called}"'},
    )


def published_mark(releases: Sequence[PublishedSnapshot]) -> str:
    """What pages of published figures depend on: which releases there are."""
    return f"{len(releases)}.{crc32(b''.join(one.snapshot.bytes for one in releases)):x}"


async def _chosen(
    request: Asked, publications: Publications, releases: Sequence[PublishedSnapshot]
) -> tuple[Choice, list[PublishedTable]]:
    asked = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
    release = release_of(asked, releases)
    tables = await publications.tables(release)
    return choice_of(asked, release, tables), tables


async def _over_time(
    publications: Publications, choice: Choice, releases: Sequence[PublishedSnapshot]
) -> Over:
    """The chosen breakdown in each release that stands, oldest first."""
    if choice.way is None:
        return []
    found = []
    for release in reversed(newest_versions(releases)):
        table = await publications.table(release, choice.way.table.name)
        found.append((release, same_way(table, choice.way, choice.measure)))
    return found


ROUTES = (national, national_file)
