"""The accounts of nats-server: the log's own, its readers', and the server's.

Rule: nobody but the relay signs in to the account that holds the log. Subject permissions in one
account would not do: a reader that may not publish can still have the server write for it, by naming a
subject of the stream as its reply. Between accounts only the three imported calls pass, and their
answers are published in the asker's account, where no stream listens.
"""

from collections.abc import Callable

import msgspec

from hub_core.messaging.parts import (
    FOLLOWER,
    MONITOR,
    PROJECTIONS,
    REACTIONS,
    RELAY,
    SERVICES,
    figures_subject,
    inbox_prefix,
    runner,
)

STREAM = "HUB_LOG"
SUBJECTS = "log.>"
LOG, READERS, SYSTEM = "LOG", "READERS", "SYS"

#: Under this prefix the readers' account sees the log's calls.
PREFIX = "HUB_LOG_API"

#: What a reader asks of JetStream, and whether one request is answered by many messages.
CALLS = (
    (f"STREAM.INFO.{STREAM}", False),
    (f"CONSUMER.CREATE.{STREAM}.*", False),
    (f"CONSUMER.MSG.NEXT.{STREAM}.*", True),
)
#: What the relay asks of JetStream; DELETE is for `hub log repair`.
RELAY_CALLS = (
    *(f"STREAM.{call}.{STREAM}" for call in ("INFO", "CREATE", "UPDATE", "DELETE", "MSG.GET")),
)
#: What a server tells of itself. Left out is whatever changes it: RELOAD, KICK, LDM, PURGE.
LOOKS = ("VARZ", "STATSZ", "HEALTHZ", "CONNZ", "ROUTEZ", "SUBSZ", "JSZ", "ACCOUNTZ")

#: Consumers at one time. A reader has one and leaves it behind when it begins anew; the server
#: removes what is unused. A rogue one comes no further than this.
MAXIMUM_CONSUMERS = 1_000


class Variable(msgspec.Struct, frozen=True):
    """A value that nats-server takes from elsewhere when it reads the configuration."""

    name: str


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Who may sign in with a password. What is in neither list is denied."""

    name: str
    password: str | Variable
    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()
    #: For accounts that are somebody's own: no limits within them.
    unlimited: bool = False


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A world of subjects of its own. ``exports``, ``imports`` and ``mappings`` are in nats-server's form."""

    name: str
    users: tuple[User, ...]
    jetstream: dict[str, int] | bool = False
    exports: tuple[dict[str, object], ...] = ()
    imports: tuple[dict[str, object], ...] = ()
    mappings: dict[str, str] = {}


Password = Callable[[str], str | Variable]


def platform_accounts(password: Password) -> tuple[Account, ...]:
    """Every account of the platform, with passwords by the part's name."""
    return _log(password), _readers(password), _system(password)


def _log(password: Password) -> Account:
    relay = User(
        name=RELAY,
        password=password(RELAY),
        publish=(SUBJECTS, *(f"$JS.API.{call}" for call in RELAY_CALLS)),
        subscribe=(f"{inbox_prefix(RELAY)}.>",),
    )
    return Account(
        name=LOG,
        users=(relay,),
        jetstream={"max_streams": 1, "max_consumers": MAXIMUM_CONSUMERS},
        exports=tuple(
            {
                "service": f"$JS.API.{call}",
                **({"response_type": "stream"} if many else {}),
                "accounts": [READERS],
            }
            for call, many in CALLS
        ),
    )


def _readers(password: Password) -> Account:
    def reader(name: str, *more: str) -> User:
        return User(
            name=name,
            password=password(name),
            publish=(*(f"{PREFIX}.{call}" for call, _ in CALLS), *more),
            subscribe=(f"{inbox_prefix(name)}.>",),
        )

    services = User(
        name=SERVICES,
        password=password(SERVICES),
        subscribe=(figures_subject("*"), f"{inbox_prefix(SERVICES)}.>"),
    )
    runners = (reader(runner(name), figures_subject(name)) for name in PROJECTIONS)
    return Account(
        name=READERS,
        users=(services, reader(FOLLOWER), reader(REACTIONS), *runners),
        # Readers make the calls by their usual names, which also work where there are no accounts.
        mappings={f"$JS.API.{call}": f"{PREFIX}.{_first_token(call)}" for call, _ in CALLS},
        imports=tuple(
            {
                "service": {"account": LOG, "subject": f"$JS.API.{call}"},
                "to": f"{PREFIX}.{call}",
            }
            for call, _ in CALLS
        ),
    )


def _system(password: Password) -> Account:
    monitor = User(
        name=MONITOR,
        password=password(MONITOR),
        publish=tuple(f"$SYS.REQ.SERVER.{who}.{what}" for who in ("PING", "*") for what in LOOKS),
        subscribe=("$SYS.SERVER.>", "$SYS.ACCOUNT.>", f"{inbox_prefix(MONITOR)}.>"),
    )
    return Account(name=SYSTEM, users=(monitor,))


def _first_token(call: str) -> str:
    """A mapping's target names the source's wildcard by its number."""
    return call.replace("*", "$1")
