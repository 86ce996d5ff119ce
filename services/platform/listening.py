"""The socket people come in by: had once, or a sentence that says why not and which port is free.

Rule: only loopback is asked for here; the settings refuse anything else.
"""

import errno
import socket

from hub_core.settings import Settings
from services.platform.commands.running import Failure

_LAST_PORT = 65_535


def listening_socket(chosen: Settings) -> socket.socket:
    """The socket to answer on. Raises ``Failure`` with what to do when it cannot be had."""
    try:
        return _listen(chosen.listen_host, chosen.port)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Failure(
                f"Port {chosen.port} is in use by another program. Stop it, or choose another port"
                f"{_free_one(chosen)}."
            ) from problem
        raise Failure(
            f"Cannot listen on {chosen.listen_host}:{chosen.port}: {problem.strerror}. "
            "Choose another port with --port."
        ) from problem


def _listen(host: str, port: int) -> socket.socket:
    # Without its family, a socket for an IPv6 address would be refused.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def _free_one(chosen: Settings) -> str:
    """The next port that is free now, as one would type it; nothing when there is none."""
    for port in range(chosen.port + 1, _LAST_PORT + 1):
        try:
            _listen(chosen.listen_host, port).close()
        except OSError:
            continue
        return f": --port {port} is free"
    return " with --port"
