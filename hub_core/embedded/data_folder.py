"""The one folder that holds everything a hub on this machine keeps.

Rule: at most one process works in a data folder at a time, which a lock on `hub.lock` ensures, and
what is secret in it can be read by its owner only.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import string
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub_core.embedded.errors import EmbeddedServerError, in_plain_words

# A Unix socket's address holds 108 bytes on Linux and 104 on macOS, with its closing zero byte.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432.lock"
PLAIN = frozenset(string.ascii_letters + string.digits + "/._-")

# A new PostgreSQL folder takes about 60 MB; below these the first writes fail one by one.
ROOM_FOR_A_NEW_FOLDER = 150 * 1024 * 1024
ROOM_TO_GO_ON = 32 * 1024 * 1024


class DataFolder:
    """Places inside one data folder; made by `locked_data_folder`, valid while the lock is held."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.nats = path / "nats"
        self.secrets = path / "secrets"
        self.logs = path / "logs"
        self.sockets = _short_enough(path / "run")

    def prepare(self) -> None:
        """Make the folders that are missing, each for its owner only."""
        for folder in (self.nats, self.secrets, self.logs, self.sockets):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = self.sockets.lstat()
        if state.st_uid != os.geteuid() or self.sockets.is_symlink() or state.st_mode & 0o022:
            # Somebody else may have made the predictable folder under /tmp: leave it to them.
            self.sockets = Path(tempfile.mkdtemp(prefix="hub-", dir="/tmp"))

    def check_room(self) -> None:
        """Refuse a nearly full disk before a server half starts on it.

        Raises EmbeddedServerError.
        """
        free = shutil.disk_usage(self.path).free
        needed = ROOM_TO_GO_ON if self.postgres.exists() else ROOM_FOR_A_NEW_FOLDER
        if free < needed:
            raise EmbeddedServerError(
                f"The disk that holds {self.path} is full: {free // 2**20} MB are free and "
                f"{needed // 2**20} MB are needed. "
                "Free some space there, or choose another folder with --data."
            )

    def has_secret(self, name: str) -> bool:
        """Whether the secret called `name` was made before."""
        file = self.secrets / name
        return file.is_file() and file.stat().st_size > 0

    def secret(self, name: str) -> str:
        """The secret called `name`: made at the first call, the same ever after."""
        file = self.secrets / name
        if not self.has_secret(name):
            draft = self.secrets / f"{name}.new"
            draft.unlink(missing_ok=True)
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(24))
                new.flush()
                os.fsync(new.fileno())
            draft.rename(file)
        return file.read_text().strip()

    def close(self) -> None:
        """Remove the folder for sockets where it lies outside the data folder."""
        if not self.sockets.is_relative_to(self.path):
            shutil.rmtree(self.sockets, ignore_errors=True)


@contextmanager
def locked_data_folder(path: Path) -> Iterator[DataFolder]:
    """Hold the data folder at `path`, made if it is missing, for this process alone.

    Raises EmbeddedServerError where another hub holds it or it cannot be used.
    """
    try:
        # One name for one folder: a process is recognised by the path it was started with.
        path = path.expanduser().resolve()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path / "hub.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as problem:
        raise in_plain_words(problem, path) from problem
    with os.fdopen(lock, "r+"):
        _take(lock, path)
        folder = DataFolder(path)
        try:
            _write_holder(lock)
            folder.prepare()
            folder.check_room()
        except OSError as problem:
            raise in_plain_words(problem, path) from problem
        try:
            yield folder
        finally:
            folder.close()


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 20, 0).decode().strip() or "unknown"
        raise EmbeddedServerError(
            f"A hub is already running on {path} (process {holder}). "
            "Stop it, or choose another folder with --data."
        ) from None


def _write_holder(lock: int) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)


def _short_enough(wanted: Path) -> Path:
    """`wanted`, or a short folder of our own where PostgreSQL's socket would not fit into it."""
    address = str(wanted / SOCKET_NAME)
    if len(os.fsencode(address)) <= LONGEST_SOCKET_PATH and PLAIN.issuperset(address):
        return wanted
    name = f"hub-{os.geteuid()}-{hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]}"
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere")
    fits = len(os.fsencode(runtime / name / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    if fits and runtime.is_dir() and os.access(runtime, os.W_OK):
        return runtime / name
    return Path("/tmp") / name  # noqa: S108
