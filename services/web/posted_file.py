"""A form with a file, read as it comes: its short answers first, then the file, piece by piece.

The rule: a file is nowhere whole and never on a disk in clear; and not a byte of it is taken before the
form has shown that it came from a page of whoever is signed in.
"""

import hmac
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.exceptions import ClientException
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from hub_core.identity.sessions import Session
from services.web.sign_in.forms import FIELD, PostedFromElsewhere

#: Bytes that the short answers of a form may have together.
MOST_TYPED = 16 * 1024
#: Parts of the largest form.
MOST_PARTS = 40
#: Bytes still read after a file was refused, so that a browser gets to see the answer.
MOST_READ_ON = 512 * 1024 * 1024
NOT_A_FORM = "Send the form of the page itself. Nothing was recorded."


class PostedFile:
    """A form on its way: ``fields`` are what was typed, ``name`` is what the file calls itself."""

    def __init__(self, events: AsyncIterator[Any]) -> None:
        self.fields: dict[str, str] = {}
        self.name = ""
        self._events = events
        self._over = False

    async def read_fields(self) -> None:
        """Read up to the file, or to the end of a form without one."""
        typed, name = bytearray(), ""
        size = 0
        async for event in self._events:
            if isinstance(event, MultipartSegment):
                name = event.name or ""
                if event.filename is not None:
                    self.name = event.filename
                    return
            elif event is None:
                self.fields[name] = typed.decode("utf-8", "replace").replace("\x00", "")
                typed.clear()
            else:
                size += len(event)
                if size > MOST_TYPED:
                    raise ClientException(NOT_A_FORM, status_code=400)
                typed += event
        self._over = True

    async def content(self) -> AsyncIterator[bytes]:
        """The file, as it comes."""
        if self._over:
            return
        async for event in self._events:
            if event is None or isinstance(event, MultipartSegment):
                break
            yield bytes(event)
        self._over = True

    async def read_on(self) -> None:
        """Let the rest go by unseen: a browser shows no answer before it has sent everything."""
        size = 0
        async for event in self._events:
            size += len(event) if isinstance(event, (bytes, bytearray)) else 0
            if size > MOST_READ_ON:
                return


async def posted_file(request: Request[Any, Any, Any]) -> PostedFile:
    """The form, read up to its file. Raises ``PostedFromElsewhere``, and ``ClientException`` for none."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    if kind.lower() != "multipart/form-data" or not boundary:
        raise ClientException(NOT_A_FORM, status_code=415)
    posted = PostedFile(_events(request, boundary))
    await posted.read_fields()
    session: Session | None = request.scope["state"].get("session")
    sent = posted.fields.get(FIELD, "").encode()
    if session is None or not hmac.compare_digest(sent, session.form_token.encode()):
        raise PostedFromElsewhere
    return posted


async def _events(request: Request[Any, Any, Any], boundary: str) -> AsyncIterator[Any]:
    try:
        with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
            async for chunk in request.stream():
                if chunk:
                    for event in parser.parse(chunk):
                        yield event
    except MultipartError as error:
        raise ClientException(NOT_A_FORM, status_code=400) from error
