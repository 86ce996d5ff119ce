"""Every page has its pictures in docs/pages, at both widths, or says why it needs none.

The rule: the pages are the routes of everything that runs, so that one nobody took a picture of is found.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar, MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from hub_core.embedded import Servers
from hub_core.settings import read_settings
from hub_core.vault.keys import make_master_key
from services.platform.composition import application
from tests.browser.pictured import FOLDER, Pictured, pictured
from tests.builders.databases import fresh_addresses


@pytest.fixture(scope="module")
async def app(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Litestar]:
    """Everything together, as a demo runs it."""
    folder: Path = tmp_path_factory.mktemp("pages")
    make_master_key(folder / "vault.key")
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with application(
        addresses,
        vault_key=folder / "vault.key",
        service=None,
        illustrative=True,
        settings=read_settings({"HUB_DATA": str(folder), "HUB_PERSONAS": "yes"}),
    ) as opened:
        yield opened


def pages(app: Litestar) -> set[str]:
    """The paths at which somebody reads a page."""
    return {path for path, handler in readable(app).items() if handler.media_type == MediaType.HTML}


def readable(app: Litestar) -> dict[str, HTTPRouteHandler]:
    """What answers at the paths that can be read, some of them with a page that says so only then."""
    return {
        route.path_format: route.route_handler_map["GET"][0]
        for route in app.routes
        if isinstance(route, HTTPRoute) and "GET" in route.route_handler_map
    }


async def test_every_page_has_its_pictures_or_a_reason_to_have_none(app: Litestar) -> None:
    known = {one.path for one in pictured()}
    assert pages(app) - known == set(), "Give them pictures, or a reason, in pictures.csv"
    assert known - readable(app).keys() == set(), "There are no such pages any more"


@pytest.mark.parametrize("one", pictured(), ids=lambda one: one.path)
def test_what_is_pictured_is_there_at_both_widths(one: Pictured) -> None:
    assert bool(one.picture) is not bool(one.reason), "either pictures or a reason"
    for width in ("desktop", "phone") if one.picture else ():
        assert (FOLDER / f"{one.picture}-{width}.png").is_file()


def test_every_picture_is_of_a_page() -> None:
    known = {one.picture for one in pictured()} | MORE
    names = {
        one.stem.removesuffix("-desktop").removesuffix("-phone") for one in FOLDER.glob("*.png")
    }
    assert names - known == set()


#: Pictures of another moment of a page, and of pages behind a link that is somebody's own.
MORE = {"school-check", "school-confirm", "link-offer"}
