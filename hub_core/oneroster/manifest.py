"""What a bundle says is in it: the specification's version, and each file as a whole, as changes, or absent.

The rule: what the manifest promises is there, or the bundle is refused with what is missing; nothing is
guessed from the files themselves. Source: 1EdTech, OneRoster 1.2 CSV Binding, section 4.
"""

from typing import IO

import msgspec

from hub_core.files.bundles import Bundle
from hub_core.files.limits import FileLimits, UnreadableFile
from hub_core.files.reading import read_table
from hub_core.reference.labelled import Labelled

MANIFEST = "manifest.csv"
VERSION = "1.2"
#: What a roster is made of. Classes, courses and enrolments say nothing that a roster needs.
NEEDED = ("orgs", "roles", "users")
_LIMITS = FileLimits(most_bytes=1 << 20, rows=200, columns=20)


class FileMode(Labelled):
    """How a bundle holds a file."""

    BULK = "bulk", "As a whole"
    DELTA = "delta", "What has changed"
    ABSENT = "absent", "Not there"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The mode of each file that a roster needs, and whether they are wholes (``complete``)."""

    modes: dict[str, FileMode]

    @property
    def complete(self) -> bool:
        """Whether whoever is not in it has left: users and their roles both stand there as a whole."""
        return self.modes["users"] is self.modes["roles"] is FileMode.BULK


def read_manifest(bundle: Bundle) -> Manifest:
    """Raises ``UnreadableFile`` when the bundle is no OneRoster 1.2, or lacks what it promises."""
    if MANIFEST not in bundle.names:
        raise UnreadableFile(
            "The archive has no manifest.csv, so it is no OneRoster bundle. Export it as “OneRoster 1.2 "
            "CSV”, or send the roster as one CSV file from our template."
        )
    with bundle.member(MANIFEST) as content:
        told = _properties(content)
    version = told.get("oneroster.version", "")
    if version != VERSION:
        raise UnreadableFile(
            f"manifest.csv says “oneroster.version” {version or '(nothing)'}, and {VERSION} is read. "
            f"Export the bundle as OneRoster {VERSION}."
        )
    modes = {name: _mode(name, told) for name in NEEDED}
    if modes["users"] is not modes["roles"]:
        raise UnreadableFile(
            f"manifest.csv gives users as “{modes['users']}” and roles as “{modes['roles']}”. "
            "Who has left cannot be told from a mixture: export both as bulk, or both as delta."
        )
    missing = [f"{name}.csv" for name in NEEDED if f"{name}.csv" not in bundle.names]
    if missing:
        raise UnreadableFile(
            f"manifest.csv promises {' and '.join(missing)}, and the archive does not hold "
            f"{'it' if len(missing) == 1 else 'them'}. Zip all exported files together."
        )
    return Manifest(modes=modes)


def _properties(content: IO[bytes]) -> dict[str, str]:
    table = read_table(content, limits=_LIMITS)
    if table.columns[:2] != ("propertyName", "value"):
        raise UnreadableFile(
            "manifest.csv has to have the columns “propertyName” and “value”, and has "
            f"{', '.join(table.columns)[:200]}. Export the bundle again and send it unchanged."
        )
    return {row[0].strip(): row[1].strip() for _, row in table.rows()}


def _mode(name: str, told: dict[str, str]) -> FileMode:
    written = told.get(f"file.{name}", "").casefold()
    if written not in (FileMode.BULK, FileMode.DELTA):
        raise UnreadableFile(
            f"manifest.csv gives “file.{name}” as “{written or 'nothing'}”. A roster needs orgs, users and "
            "roles, each as bulk or delta. Include them in the export."
        )
    return FileMode(written)
