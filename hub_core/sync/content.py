"""The content of an upload: taken in piece by piece as it comes, and read back as a file.

The rule: it is never in clear anywhere but in memory, and never whole: a reader holds a few pieces.
"""

import asyncio
import io
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from uuid import UUID

from hub_core.refusals import Invalid
from hub_core.sync.uploads import Uploads
from hub_core.vault.boxes import Box

#: The largest file taken, in bytes: 100 thousand rows are 10 to 20 million.
LARGEST_FILE = 128 * 1024 * 1024
PIECE = 1024 * 1024
#: Pieces a reader holds at once.
HELD_PIECES = 12

FILE = "file"


class TooLarge(Invalid):
    """The file is larger than one upload may be."""

    KIND = "file-too-large"
    TITLE = "The file is too large"

    def __init__(self) -> None:
        super().__init__(
            f"A file may have {LARGEST_FILE // (1024 * 1024)} MiB. Send it in parts, each as an upload "
            "that is not complete."
        )


async def take_in(uploads: Uploads, upload: UUID, content: AsyncIterator[bytes]) -> tuple[str, int]:
    """Keep the content as it comes; its keyed digest, and how many bytes it has.

    Content of an earlier try is replaced, and counts no longer from the first byte on: should the sender be
    cut off, there is no content, rather than a mixture of two. Raises ``TooLarge``.
    """
    await uploads.emptied(upload)
    box, digest, size, number = await uploads.box(upload), sha256(), 0, 0
    waiting = bytearray()
    async for part in content:
        digest.update(part)
        size += len(part)
        if size > LARGEST_FILE:
            raise TooLarge
        waiting += part
        while len(waiting) >= PIECE:
            piece = bytes(waiting[:PIECE])
            del waiting[:PIECE]
            await uploads.put(upload, FILE, [(number, piece)], box)
            number += 1
    await uploads.put(upload, FILE, [(number, bytes(waiting))], box)
    await uploads.clear_parts(upload, FILE, after=number)
    return uploads.vault.fingerprint(f"upload {digest.hexdigest()}"), size


async def forget_content(uploads: Uploads, upload: UUID) -> None:
    """Leave nothing of what was sent, which must not be kept; its sender may send another file."""
    await uploads.emptied(upload)
    await uploads.clear_all(upload)


def opened(uploads: Uploads, upload: UUID, box: Box, size: int) -> io.BufferedReader:
    """The content as a file, for a reader in another thread than this event loop's."""
    loop = asyncio.get_running_loop()

    def piece(number: int) -> bytes:
        found = asyncio.run_coroutine_threadsafe(_piece(uploads, upload, number, box), loop)
        return found.result()

    return io.BufferedReader(Content(piece, size), PIECE // 8)


async def _piece(uploads: Uploads, upload: UUID, number: int, box: Box) -> bytes:
    piece: Awaitable[bytes | None] = uploads.piece(upload, FILE, number, box)
    return await piece or b""


class Content(io.RawIOBase):
    """A seekable file over pieces of one size, of which the latest used are kept."""

    def __init__(self, piece: Callable[[int], bytes], size: int) -> None:
        super().__init__()
        self._fetch = piece
        self._size = size
        self._at = 0
        self._pieces: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where reading goes on."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go on reading elsewhere."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The next bytes, up to the end of a piece."""
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, PIECE)
        found = self._piece(number)[within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _piece(self, number: int) -> bytes:
        if number in self._pieces:
            self._pieces.move_to_end(number)
        else:
            self._pieces[number] = self._fetch(number)
            if len(self._pieces) > HELD_PIECES:
                self._pieces.popitem(last=False)
        return self._pieces[number]
