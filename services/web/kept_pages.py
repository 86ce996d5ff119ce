"""Pages kept while they are right, and the tag by which a browser asks whether its own still is.

What a page shows depends on what the read model stands at, on the release of our code and on the
day; its frame on who asks. The one rule: those are asked first, a page is made only when the first
three changed, and what is kept has nobody's frame.
"""

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from jinja2 import Environment
from litestar import MediaType, Request, Response

from hub_core.access import Principal
from hub_core.access.scope import Scope
from services.http.entity_tags import is_had
from services.web.release import release
from services.web.shell import FLEETING, split, unfilled

#: Pages kept at most; one is about 90 kB.
MOST_KEPT = 200
#: Parts of pages kept at most, compressed, beside those of pages that are kept; one is about 60 kB.
MOST_PARTS = 100
#: More than for answers made once: what is kept is compressed once and sent many times.
COMPRESSION = 6
#: Bytes of a piece from which it is compressed.
WORTH_COMPRESSING = 300

#: Ask again each time: figures change whenever something is recorded, and who may see them too.
#: Nobody between us and the reader may keep what names them.
HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}

#: Deflated, without a name or a time; and an empty block that ends the stream.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"


class Made(msgspec.Struct, frozen=True):
    """A page ready for whoever asks: its text between the slots, as it is and compressed, and the slots."""

    texts: tuple[bytes, ...]
    compressed: tuple[bytes, ...]
    slots: tuple[str, ...]


def made_of(text: str) -> Made:
    """A page with slots, made ready."""
    found = split(text)
    texts = tuple(one.encode() for one in found[::2])
    return Made(texts, tuple(map(_kept_deflated, texts)), tuple(found[1::2]))


def tag_of(edition: str, day: date) -> str:
    """The tag of every page made from this edition of the read model on this day.

    Weak: the same page may be sent compressed or not.
    """
    return f'W/"{release()}.{edition}.{day:%j}"'


class KeptPages:
    """The last pages made, by address."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._pages: OrderedDict[str, tuple[str, Made]] = OrderedDict()
        self._most = most

    async def answer(
        self,
        request: Request[Any, Any, Any],
        tag: str,
        make: Callable[[], Awaitable[Made]],
        fills: Mapping[str, str],
        scope: Scope,
    ) -> Response[bytes]:
        """The page asked for, for whoever asks: not modified, kept from before, or made now.

        A page made in one scope is kept for those who ask in the same one with the same roles: where it
        leads follows from them.
        """
        own = _with_fills(tag, fills)
        if is_had(own, request.headers.get("if-none-match")):
            return Response(b"", status_code=304, headers={**HEADERS, "ETag": own})
        whose = f"{scope.kind.value} {scope.id} {' '.join(_roles(request))}"
        address = f"{whose} {request.url.path}?{request.url.query}"
        kept = await self._kept(address, tag, make)
        put_in = [fills[name].encode() for name in kept.slots]
        whole = b"".join(_alternately(kept.texts, put_in))
        headers = {**HEADERS, "ETag": own}
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(whole, media_type=MediaType.HTML, headers=headers)
        headers["Content-Encoding"] = "gzip"
        small = _alternately(kept.compressed, [_deflated(one) for one in put_in])
        return Response(_gzip(small, whole), media_type=MediaType.HTML, headers=headers)

    async def _kept(self, address: str, tag: str, make: Callable[[], Awaitable[Made]]) -> Made:
        kept = self._pages.get(address)
        if kept is None or kept[0] != tag:
            kept = self._pages[address] = (tag, await make())
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
        self._pages.move_to_end(address)
        return kept[1]


def current(
    request: Request[Any, Any, Any], templates: Environment, name: str, /, **values: Any
) -> Response[str]:
    """A page made for this answer and no other; not sent where whoever asks has it word for word."""
    pieces, fills = unfilled(request, templates, name, values)
    slots = pieces[1::2]
    pieces[1::2] = ["" if slot in FLEETING else fills[slot] for slot in slots]
    said = "".join(pieces)
    tag = f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    if is_had(tag, request.headers.get("if-none-match")):
        return Response("", status_code=304, media_type=MediaType.HTML, headers=headers)
    pieces[1::2] = [fills[slot] for slot in slots]
    return Response("".join(pieces), media_type=MediaType.HTML, headers=headers)


def _roles(request: Request[Any, Any, Any]) -> list[str]:
    principal: Principal | None = request.scope["state"].get("principal")
    return [] if principal is None else sorted(principal.roles)


def _with_fills(tag: str, fills: Mapping[str, str]) -> str:
    """The tag of a page for one person: of the data, and of what the frame says of them."""
    said = "\0".join(f"{name}={fills[name]}" for name in sorted(fills) if name not in FLEETING)
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    return f'{tag.removesuffix(chr(34))}.{digest}"'


def _alternately(texts: Sequence[bytes], put_in: Sequence[bytes]) -> list[bytes]:
    pieces = [texts[0]]
    for text, one in zip(texts[1:], put_in, strict=True):
        pieces += (one, text)
    return pieces


def _deflated(text: bytes) -> bytes:
    """A piece of a compressed answer that can stand beside any other: it ends on a whole byte.

    A short one stands there as it is (RFC 1951, 3.2.4): to begin compressing costs more than it spares.
    """
    if len(text) < WORTH_COMPRESSING:
        length = len(text).to_bytes(2, "little")
        return b"\x00" + length + bytes(255 - one for one in length) + text if text else b""
    piece = zlib.compressobj(COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return piece.compress(text) + piece.flush(zlib.Z_FULL_FLUSH)


@lru_cache(maxsize=MOST_PARTS)
def _kept_deflated(text: bytes) -> bytes:
    """The same, kept: of a page that is made anew most parts are as they were."""
    return _deflated(text)


def _gzip(pieces: Sequence[bytes], whole: bytes) -> bytes:
    """One gzip file of such pieces (RFC 1952)."""
    trailer = zlib.crc32(whole).to_bytes(4, "little") + (len(whole) % 2**32).to_bytes(4, "little")
    return b"".join((_GZIP_HEADER, *pieces, _LAST_BLOCK, trailer))
