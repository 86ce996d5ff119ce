"""What is waited for and what is not: the one list that relay, read models, workers and answers go by."""

import socket

import asyncpg
import pytest

from hub_core.log.away import is_away


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        FileNotFoundError("the socket is gone"),
        socket.gaierror("no such name"),
        OSError("Multiple exceptions: of every address that was tried"),
        TimeoutError(),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.AdminShutdownError("terminating connection"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
        asyncpg.SerializationError("could not serialize access"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InternalClientError("unexpected"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_that_is_not_there_now_is_away(error: Exception) -> None:
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.exceptions.ClientConfigurationError("invalid DSN"),
        asyncpg.UndefinedTableError("relation does not exist"),
        asyncpg.InsufficientPrivilegeError("permission denied for table events"),
        PermissionError("the socket may not be opened"),
        KeyError("institution"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_fault_of_ours_is_never_waited_out(error: Exception) -> None:
    assert not is_away(error)
