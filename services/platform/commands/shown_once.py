"""Secrets on the command line: shown once, to a person or a pipe, never to a log.

Rule: a secret goes to standard output alone; everything else is said beside it. Where both lead to the same
file, as a service's log does, nothing is issued at all.
"""

import os
import sys

from services.platform.commands.running import Failure


def secret_stays_out_of_logs(example: str) -> None:
    """Raises ``Failure`` where what is printed and what is logged end in the same file."""
    try:
        out, err = os.fstat(sys.stdout.fileno()), os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return  # no file at all, as under a test's capture
    same = (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino)
    if same and not sys.stdout.isatty():
        raise Failure(
            "The secret would end up in a log: standard output and standard error lead to the same "
            f"place. Send them apart, such as {example}. Nothing was issued."
        )
