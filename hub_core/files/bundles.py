"""Zip archives of tables: looked over before anything is unpacked, and unpacked a piece at a time.

The rule: what an archive says of itself is checked first (how many files, how large, how tightly packed,
what they are called), and no more is ever unpacked than it said.
"""

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from hub_core.files.limits import BundleLimits, UnreadableFile

_USUAL = BundleLimits()
#: The end of an archive's directory: signature, and behind it entries and size. Source: APPNOTE.TXT 4.3.16.
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _LONGEST_COMMENT = 22, 0xFFFF
#: Smaller than this unpacked, an archive is no bomb however tightly it is packed.
_NEVER_A_BOMB = 1 << 20
#: What operating systems put beside the files.
_NOT_OURS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENCRYPTED = 0x1
_DAMAGED = "The archive is damaged: {}. Export it again and send it unchanged."


class Bundle:
    """An archive that was looked over. ``names`` are its files, without a folder around them."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._archive = archive
        self._members = members
        self.names = frozenset(members)

    @contextlib.contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """One file, seekable. Raises ``UnreadableFile`` when it turns out to be damaged while it is read."""
        try:
            with self._archive.open(self._members[name]) as content:
                yield content
        # zipfile raises NotImplementedError for ways of packing that it does not know, and for patched data.
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as broken:
            raise UnreadableFile(_DAMAGED.format(f"{name} cannot be unpacked")) from broken


@contextlib.contextmanager
def open_bundle(content: IO[bytes], *, limits: BundleLimits = _USUAL) -> Iterator[Bundle]:
    """Look over a zip archive. Raises ``UnreadableFile`` with what is wrong with it."""
    _check_directory(content, limits)
    try:
        archive = zipfile.ZipFile(content)
    # zipfile raises NotImplementedError for an archive of a later version than it knows.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeError) as broken:
        raise UnreadableFile(_DAMAGED.format("its list of files cannot be read")) from broken
    with archive:
        files = [one for one in archive.infolist() if _is_ours(one)]
        _check_sizes(files, limits)
        yield Bundle(archive, _named(files))


def _check_directory(content: IO[bytes], limits: BundleLimits) -> None:
    """The list of files is read as a whole, so its size is looked at before."""
    content.seek(0)
    if content.read(4) not in (b"PK\x03\x04", _END):
        raise UnreadableFile("This is not a zip archive. Send the .zip file as it was exported.")
    size = content.seek(0, io.SEEK_END)
    content.seek(max(0, size - _END_LENGTH - _LONGEST_COMMENT))
    tail = content.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_LENGTH:
        raise UnreadableFile(_DAMAGED.format("its end is missing"))
    (length,) = struct.unpack_from("<I", tail, place + 12)
    # The form for archives above 4 GiB has a directory of its own elsewhere.
    if length > limits.directory or _END_64 in tail:
        raise UnreadableFile(
            f"The archive lists more files than a bundle has (at most {limits.members}). "
            "Send the exported files only."
        )


def _is_ours(one: zipfile.ZipInfo) -> bool:
    base = one.filename.rpartition("/")[2]
    return not (one.is_dir() or one.filename.startswith("__MACOSX/") or base in _NOT_OURS)


def _check_sizes(files: list[zipfile.ZipInfo], limits: BundleLimits) -> None:
    if len(files) > limits.members:
        raise UnreadableFile(
            f"The archive holds {len(files):,} files, and at most {limits.members} are taken. "
            "Send the exported files only."
        )
    unpacked, packed = (
        sum(one.file_size for one in files),
        sum(one.compress_size for one in files),
    )
    if unpacked > limits.unpacked or unpacked > max(packed * limits.ratio, _NEVER_A_BOMB):
        raise UnreadableFile(
            f"Unpacked, the archive would be {unpacked / (1 << 20):,.0f} MiB large from "
            f"{packed / (1 << 20):,.1f} MiB, which no export of tables is. It was not unpacked. "
            "Export it again, or send it in parts."
        )
    if any(one.flag_bits & _ENCRYPTED for one in files):
        raise UnreadableFile("The archive is protected by a password. Send it without.")


def _named(files: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files by name; one folder around all of them is how people zip a folder, and taken off."""
    members: dict[str, zipfile.ZipInfo] = {}
    folders = set()
    for one in files:
        folder, _, name = one.filename.rpartition("/")
        parts = folder.split("/")
        if (
            one.orig_filename != one.filename
            or ".." in parts
            or "\\" in name
            or ":" in name
            or len(parts) > 1
            or one.filename.startswith("/")
        ):
            raise UnreadableFile(
                f"The archive holds a file called {one.filename[:80]!r}, which leads out of its folder. "
                "Zip the exported files themselves, without folders."
            )
        folders.add(folder)
        if name in members or len(folders) > 1:
            raise UnreadableFile(
                f"The archive holds {name[:80]!r} in more than one place. Zip the exported files themselves, "
                "each once and without folders."
            )
        members[name] = one
    return members
