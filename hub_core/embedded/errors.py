"""The one error of the embedded servers, and how the machine's refusals are put into words.

Rule: whatever goes wrong with a folder, a disk or a port leaves this package as one plain sentence
or two that say what happened, where, and what to do.
"""

import errno
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class EmbeddedServerError(Exception):
    """A server on this machine could not be started or stopped; the message is for its owner."""


def disk_is_full(where: Path) -> EmbeddedServerError:
    """The disk under the data folder has no room left."""
    return EmbeddedServerError(
        f"The disk that holds {where} is full. "
        "Free some space there, or choose another folder with --data."
    )


def in_plain_words(problem: OSError, where: Path) -> EmbeddedServerError:
    """Say for the owner of `where` what the operating system refused there."""
    if problem.errno in FULL:
        return disk_is_full(where)
    if problem.errno in FORBIDDEN:
        return EmbeddedServerError(
            f"The folder {where} cannot be written ({problem.strerror}). "
            "Give yourself write access to it, or choose another folder with --data."
        )
    return EmbeddedServerError(
        f"The folder {where} cannot be used ({problem}). Choose another folder with --data."
    )
