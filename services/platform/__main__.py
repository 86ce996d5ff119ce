"""``hub`` begins here, and ``python -m services.platform`` is the same.

Rule: Ctrl-C ends it quietly from the first moment on, before its modules have been read.
"""

import signal
import sys


def main() -> None:
    """Run ``hub`` and end the process with its exit status."""
    try:
        from services.platform.cli import main as hub

        hub()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
