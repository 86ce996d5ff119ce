"""Become another program that dies with the process that started it.

Run as a script, with the interpreter's `-I -S` so that it costs milliseconds:
`exec_with_parent.py PARENT_PID DEATH_SIGNAL root-allowed|ordinary-user PROGRAM ARGUMENT...`.
The rule it keeps: no import beyond the standard library, and nothing survives it but the program.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
ORDINARY_USER = 1000
CANNOT_LEAVE_ROOT = 71


def leave_root(libc: ctypes.CDLL) -> None:
    """Show this process to itself as an ordinary user; its files stay those of root outside."""
    if libc.unshare(CLONE_NEWUSER) != 0:
        print(f"unshare: {os.strerror(ctypes.get_errno())}", file=sys.stderr)
        sys.exit(CANNOT_LEAVE_ROOT)
    try:
        with open("/proc/self/uid_map", "w") as mapping:
            mapping.write(f"{ORDINARY_USER} 0 1")
    except OSError as problem:
        print(f"uid_map: {problem}", file=sys.stderr)
        sys.exit(CANNOT_LEAVE_ROOT)


def main() -> None:
    """Prepare this process as the arguments ask, then replace it by the program."""
    parent, death_signal, user, *command = sys.argv[1:]
    libc = ctypes.CDLL(None, use_errno=True)
    if user == "ordinary-user" and os.geteuid() == 0:
        leave_root(libc)
    if sys.platform == "linux":
        # After leaving root, because a change of credentials clears the death signal. It survives
        # the exec below. Elsewhere the next start finds the orphan by its pid file.
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent):
        os.kill(os.getpid(), signal.SIGKILL)  # the parent died before the line above took hold
    os.execv(command[0], command)  # noqa: S606 - replacing this process is its purpose


if __name__ == "__main__":
    main()
