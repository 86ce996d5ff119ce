"""From bytes to text: which encoding a file is in, and whether it is text at all.

The rule: the whole file is looked through once, in bounded memory, before the first row is read, so that
what is found out is true of its last byte too.
"""

import codecs
import contextlib
import io
from collections.abc import Iterator
from typing import IO

import msgspec

from hub_core.files.limits import FileLimits, UnreadableFile

_CHUNK = 1 << 20
_SAVE_AS_CSV = "Open it, choose “Save as” and “CSV UTF-8 (comma delimited)”, and send that file."
#: First bytes of what people send instead of text, and what to tell them.
_OTHER_KINDS = (
    (
        b"PK",
        "This is an Excel workbook (.xlsx) or a zip archive, not a CSV file.",
        f"{_SAVE_AS_CSV} A zip archive has to be unpacked first.",
    ),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook (.xls), not a CSV file.", _SAVE_AS_CSV),
    (b"%PDF", "This is a PDF, not a CSV file.", "Export the table as CSV where it comes from."),
    (b"\x1f\x8b", "This file is compressed (gzip).", "Unpack it and send the file inside."),
    (
        b"<",
        "This is a web page or XML, not a CSV file; a sign-in page is often saved by mistake.",
        "Export the table as CSV where it comes from.",
    ),
)


class TextFound(msgspec.Struct, frozen=True, kw_only=True):
    """What looking through found: the encoding, a mark before the text, and whether it is plain.

    In a plain file no cell is quoted or longer than the limit, and lines end as on Unix or Windows, so
    that each line is a row and each delimiter parts two cells.
    """

    encoding: str
    byte_order_mark: bool
    plain: bool


def examine(content: IO[bytes], limits: FileLimits) -> TextFound:
    """Look through a seekable file. Raises ``UnreadableFile`` when it is too large or is no text."""
    size = content.seek(0, io.SEEK_END)
    if size > limits.most_bytes:
        raise UnreadableFile(
            f"The file is {size / (1 << 20):,.0f} MiB large, and at most "
            f"{limits.most_bytes / (1 << 20):,.0f} MiB are read at once. Send it in parts."
        )
    content.seek(0)
    start = content.read(1024)
    if not start.strip():
        raise UnreadableFile(
            "The file is empty. Check that the export had finished, and send it anew."
        )
    _refuse_other_kinds(start)
    encodings, marked = _encodings(start)
    for encoding in encodings[:-1]:
        with contextlib.suppress(UnicodeDecodeError):
            return _look_through(content, encoding, marked, limits)
    return _look_through(content, encodings[-1], marked, limits, last=True)


def is_utf_8(content: IO[bytes]) -> bool:
    """Whether every byte of a seekable file is UTF-8, with or without its mark."""
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := content.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@contextlib.contextmanager
def as_text(content: IO[bytes], encoding: str, *, errors: str = "strict") -> Iterator[IO[str]]:
    """The file from its start as text, line ends untouched; it stays open, since it is the caller's."""
    content.seek(0)
    text = io.TextIOWrapper(content, encoding=encoding, errors=errors, newline="")
    try:
        yield text
    finally:
        # Whoever closed the file before the last row has nothing left to detach.
        with contextlib.suppress(ValueError):
            text.detach()


def _encodings(start: bytes) -> tuple[tuple[str, ...], bool]:
    """The encodings to try in order, and whether a mark says so."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",), True
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",), True
    # Without a mark, UTF-16 shows by its Latin letters, of which every second byte is NUL.
    for encoding, nuls, others in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if nuls.count(0) * 2 > len(nuls) and 0 not in others:
            return (encoding,), False
    return ("utf-8", "cp1252"), False


def _refuse_other_kinds(start: bytes) -> None:
    bare = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for begins, reason, remedy in _OTHER_KINDS:
        if bare.startswith(begins):
            raise UnreadableFile(f"{reason} {remedy}")


def _look_through(
    content: IO[bytes], encoding: str, marked: bool, limits: FileLimits, *, last: bool = False
) -> TextFound:
    decoder = codecs.getincrementaldecoder(encoding)()
    content.seek(0)
    lines, unended, plain = 1, 0, True
    while True:
        chunk = content.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as undecodable:
            if not last:
                raise
            line = lines + undecodable.object.count(b"\n", 0, undecodable.start)
            raise _no_text(encoding, line) from undecodable
        if "\0" in text:
            raise _nul(lines + text.count("\n", 0, text.index("\0")))
        plain = plain and _is_plain(text, unended, limits.cell)
        ends = text.rfind("\n")
        unended = unended + len(text) if ends < 0 else len(text) - ends - 1
        lines += text.count("\n")
        if not chunk:
            break
    return TextFound(encoding=encoding, byte_order_mark=marked, plain=plain)


def _is_plain(text: str, unended: int, most: int) -> bool:
    # A return at the very end may have its line feed in the next chunk: then csv reads, and is right too.
    return (
        '"' not in text
        and text.count("\r") == text.count("\r\n")
        and not _has_long_line(text, unended, most)
    )


def _has_long_line(text: str, unended: int, most: int) -> bool:
    """Whether more than ``most`` characters follow each other without a line end; hops, not line by line."""
    start = -unended
    while len(text) - start > most:
        ends = text.rfind("\n", max(start, 0), start + most + 1) if start + most >= 0 else -1
        if ends < 0:
            return True
        start = ends + 1
    return False


def _nul(line: int) -> UnreadableFile:
    return UnreadableFile(
        f"Line {line} holds a NUL character, which no text has. The file was damaged on its way, or is "
        "not a table. Export it again and send it unchanged."
    )


def _no_text(encoding: str, line: int) -> UnreadableFile:
    tried = {"cp1252": "neither UTF-8 nor Windows text", "utf-8-sig": "not UTF-8, as its mark says"}
    return UnreadableFile(
        f"The file is {tried.get(encoding, 'not UTF-16, as it seems to be')}: line {line} holds bytes "
        f"that stand for no character. {_SAVE_AS_CSV}"
    )
