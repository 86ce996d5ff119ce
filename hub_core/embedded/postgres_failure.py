"""Why a PostgreSQL program ended, in words for the owner of the data folder.

Rule: the reason is read from what the program itself wrote, and the log it came from is named.
"""

from pathlib import Path

from hub_core.embedded.binaries import POSTGRES_MAJOR
from hub_core.embedded.child_process import ChildProcess
from hub_core.embedded.data_folder import DataFolder
from hub_core.embedded.errors import EmbeddedServerError, disk_is_full
from hub_core.embedded.exec_with_parent import CANNOT_LEAVE_ROOT

MEMORY_STILL_HELD = "pre-existing shared memory block"


def explain(child: ChildProcess, folder: DataFolder, log: Path) -> EmbeddedServerError:
    """Why a PostgreSQL program ended, from its status and what it wrote."""
    output = child.output()
    if child.exit_status == CANNOT_LEAVE_ROOT:
        return EmbeddedServerError(
            "PostgreSQL refuses to run as root, and this machine does not let root put on an "
            "ordinary user (user namespaces are switched off). Run the hub as an ordinary user, "
            "or name a PostgreSQL of your own with HUB_POSTGRES_URL."
        )
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return disk_is_full(folder.path)
    if MEMORY_STILL_HELD in output:
        return EmbeddedServerError(
            f"Sessions of an earlier PostgreSQL are still at work on {folder.postgres}. "
            "Wait until they have ended, or end the processes called postgres yourself, and start "
            "again."
        )
    fatal = [line for line in output.splitlines() if "FATAL" in line or "PANIC" in line]
    last = (fatal or output.strip().splitlines() or ["it wrote nothing"])[-1]
    return EmbeddedServerError(
        f"PostgreSQL {POSTGRES_MAJOR} could not start on {folder.postgres}: "
        f"{last.split('FATAL:')[-1].split('PANIC:')[-1].strip()}. The whole story is in {log}. "
        "Put the folder back from a backup, or choose another folder with --data."
    )
