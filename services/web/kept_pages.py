"""Pages kept while they are right, and the tag by which a browser asks whether its own still is.

A page depends on what the read model stands at, on the release of our code and on the day, and on
nothing else. The one rule: those three are asked first, and a page is made only when they changed.
"""

import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import msgspec
from litestar import MediaType, Request, Response

from services.web.release import release

#: Pages kept at most; one is about 90 kB.
MOST_KEPT = 200
COMPRESSION = 6

#: Ask again each time: figures change whenever something is recorded.
HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


class Kept(msgspec.Struct, frozen=True):
    """One page as it is sent, with the tag it was made for."""

    tag: str
    content: bytes
    compressed: bytes


def tag_of(edition: str, day: date) -> str:
    """The tag of every page made from this edition of the read model on this day.

    Weak: the same page may be sent compressed or not.
    """
    return f'W/"{release()}.{edition}.{day:%j}"'


class KeptPages:
    """The last pages made, by address."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._most = most

    async def answer(
        self, request: Request[Any, Any, Any], tag: str, make: Callable[[], Awaitable[str]]
    ) -> Response[bytes]:
        """The page asked for: not modified, kept from before, or made now."""
        if tag in _tags(request.headers.get("if-none-match")):
            return Response(b"", status_code=304, headers={**HEADERS, "ETag": tag})
        address = f"{request.url.path}?{request.url.query}"
        kept = self._pages.get(address)
        if kept is None or kept.tag != tag:
            content = (await make()).encode()
            kept = Kept(tag, content, gzip.compress(content, COMPRESSION, mtime=0))
            self._pages[address] = kept
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        self._pages.move_to_end(address)
        headers = {**HEADERS, "ETag": tag}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(kept.content, media_type=MediaType.HTML, headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(kept.compressed, media_type=MediaType.HTML, headers=headers)


def _tags(known: str | None) -> set[str]:
    """The tags of an If-None-Match header, weak ones and strong ones alike."""
    if known is None:
        return set()
    bare = (one.strip().removeprefix("W/") for one in known.split(","))
    return {f"W/{one}" for one in bare}
