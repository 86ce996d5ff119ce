"""Our own static files, read once and answered from memory, compressed beforehand.

The one rule: their addresses hold a digest of all of them, so a browser may keep each for a year and
never mixes files of two releases; nothing outside the folder can be asked for.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from litestar import HttpMethod, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, HeaderParameter

from services.http.authentication import PUBLIC

STATIC = Path(__file__).parent / "static"
AcceptEncoding = Annotated[str, HeaderParameter(name="Accept-Encoding", required=False)]
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
}


class StaticFile(msgspec.Struct, frozen=True):
    """One file as it is sent; ``compressed`` is None where that would not make it smaller."""

    content: bytes
    compressed: bytes | None
    media_type: str


@cache
def files() -> dict[str, StaticFile]:
    """Every file by its path below the folder."""
    found = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            smaller = None if path.suffix == ".woff2" else gzip.compress(content, 9, mtime=0)
            found[path.relative_to(STATIC).as_posix()] = StaticFile(
                content, smaller, _TYPES[path.suffix]
            )
    return found


@cache
def digest() -> str:
    """A digest of all files, for their addresses."""
    together = hashlib.sha256()
    for name, file in files().items():
        together.update(name.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return together.hexdigest()[:16]


def asset(name: str) -> str:
    """The address of a file. Raises ``KeyError`` for one that is not there."""
    files()[name]
    return f"/static/{digest()}/{name}"


@route(
    "/static/{release:str}/{name:path}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt={
        "compressed": True,
        PUBLIC: "our own style sheets, scripts and letters; they tell nothing",
    },
)
async def static_file(
    release: FromPath[str], name: FromPath[str], accept_encoding: AcceptEncoding = ""
) -> Response[bytes]:
    """One file. One of another release is answered with ours, which must not be kept."""
    file = files().get(str(name).lstrip("/"))
    if file is None:
        raise NotFoundException("There is no such file.")
    headers = {
        "Cache-Control": (
            "public, max-age=31536000, immutable" if release == digest() else "no-cache"
        ),
        "Vary": "Accept-Encoding",
    }
    if file.compressed is not None and "gzip" in accept_encoding:
        headers["Content-Encoding"] = "gzip"
        return Response(file.compressed, media_type=file.media_type, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
