"""What somebody with another part's password may try against the log: each one message to nats-server."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec

INTO_THE_LOG = "log.encounters.Invented"

#: What to have written, or done, by a server that answers on a subject of the attacker's choice.
TARGETS = (
    INTO_THE_LOG,
    "$JS.API.STREAM.DELETE.HUB_LOG",
    "$JS.API.STREAM.PURGE.HUB_LOG",
    "$JS.API.STREAM.MSG.DELETE.HUB_LOG",
    "$JS.API.STREAM.UPDATE.HUB_LOG",
    "$JS.API.STREAM.LEADER.STEPDOWN.HUB_LOG",
    "$JS.API.CONSUMER.DELETE.HUB_LOG.follows",
    "$JS.ACK.HUB_LOG.follows.1.1.1.1.1",
    "_R_.forged",
    "_GR_.forged.forged.log.encounters.Invented",
    "$SYS.REQ.SERVER.PING",
    "_INBOX.relay.forged",
)
#: The calls a reader may make.
ALLOWED = (
    "STREAM.INFO.HUB_LOG",
    "CONSUMER.CREATE.HUB_LOG.pulls",
    "CONSUMER.MSG.NEXT.HUB_LOG.follows",
)
#: Other streams that would bring the log under somebody else's hands, or take its subjects.
OTHER_STREAMS: dict[str, dict[str, Any]] = {
    "takes its subjects": {"subjects": ["log.>"]},
    "takes everything": {"subjects": [">"], "no_ack": True},
    "mirrors it": {"mirror": {"name": "HUB_LOG"}},
    "sources it": {"sources": [{"name": "HUB_LOG"}]},
    "mirrors it through another account": {
        "mirror": {
            "name": "HUB_LOG",
            "external": {"api": "HUB_LOG_API", "deliver": INTO_THE_LOG},
        }
    },
    "publishes into it again": {
        "subjects": ["mine.>"],
        "republish": {"src": "mine.>", "dest": "log.>"},
    },
    "transforms into it": {
        "subjects": ["mine.>"],
        "subject_transform": {"src": "mine.>", "dest": "log.>"},
    },
}
#: Calls of JetStream that no reader may make, by what follows the prefix, with a request that would do harm.
FORBIDDEN: dict[str, Any] = {
    "STREAM.DELETE.HUB_LOG": None,
    "STREAM.PURGE.HUB_LOG": {},
    "STREAM.UPDATE.HUB_LOG": {"name": "HUB_LOG", "subjects": ["log.>"], "deny_purge": False},
    "STREAM.CREATE.HUB_LOG": {"name": "HUB_LOG", "subjects": ["log.>"]},
    "STREAM.MSG.DELETE.HUB_LOG": {"seq": 1, "no_erase": False},
    "STREAM.MSG.GET.HUB_LOG": {"seq": 1},
    "STREAM.SNAPSHOT.HUB_LOG": {"deliver_subject": INTO_THE_LOG},
    "STREAM.RESTORE.HUB_LOG": {"config": {"name": "HUB_LOG"}, "state": {}},
    "STREAM.LEADER.STEPDOWN.HUB_LOG": None,
    "STREAM.PEER.REMOVE.HUB_LOG": {"peer": "hub"},
    "STREAM.NAMES": None,
    "STREAM.LIST": None,
    "DIRECT.GET.HUB_LOG": {"seq": 1},
    "DIRECT.GET.HUB_LOG.log.encounters.EncounterDelivered": None,
    "CONSUMER.DURABLE.CREATE.HUB_LOG.lasts": {
        "stream_name": "HUB_LOG",
        "config": {"durable_name": "lasts", "ack_policy": "explicit"},
    },
    "CONSUMER.CREATE.HUB_LOG": {"stream_name": "HUB_LOG", "config": {"ack_policy": "none"}},
    "CONSUMER.CREATE.HUB_LOG.one.log.>": {
        "stream_name": "HUB_LOG",
        "config": {"name": "one", "filter_subject": "log.>", "ack_policy": "none"},
    },
    "CONSUMER.DELETE.HUB_LOG.follows": None,
    "CONSUMER.PAUSE.HUB_LOG.follows": {"pause_until": "2199-01-01T00:00:00Z"},
    "CONSUMER.LIST.HUB_LOG": None,
    "META.LEADER.STEPDOWN": None,
    "SERVER.REMOVE": {"peer": "hub"},
    "ACCOUNT.PURGE.LOG": None,
    "INFO": None,
}
PREFIXES = ("$JS.API", "HUB_LOG_API", "$JS.hub.API", "$JS.LOG.API", "_R_.API")

#: Subjects that the server itself listens to or writes on.
SERVERS_OWN = (
    "$SYS.REQ.SERVER.PING",
    "$SYS.REQ.SERVER.PING.KICK",
    "$SYS.REQ.ACCOUNT.LOG.INFO",
    "$SYS.REQ.ACCOUNT.LOG.CONNZ",
    "$SYS.REQ.CLAIMS.UPDATE",
    "$SYS.REQ.ACCOUNT.LOG.CLAIMS.UPDATE",
    "$SYS.ACCOUNT.LOG.CONNECT",
    "$JS.ACK.HUB_LOG.follows.1.1.1.1.1",
    "$JS.FC.HUB_LOG.follows.forged",
    "$JS.EVENT.ADVISORY.STREAM.DELETED.HUB_LOG",
    "$JSC.CI.LOG.HUB_LOG.follows",
    "$NRG.P.forged",
    "_R_.forged",
    "_INBOX.relay.forged",
)
#: Headers that change what a server does with a message.
HEADERS: dict[str, dict[str, str]] = {
    "as the next": {"Nats-Expected-Last-Sequence": "3"},
    "as known already": {"Nats-Msg-Id": "forged"},
    "in place of all": {"Nats-Rollup": "all"},
    "as the relay": {"Nats-Request-Info": '{"acc":"LOG","user":"relay","kind":"Client"}'},
    "to be traced into the log": {"Nats-Trace-Dest": INTO_THE_LOG},
    "to be traced, not delivered": {"Nats-Trace-Dest": INTO_THE_LOG, "Nats-Trace-Only": "true"},
    "by a schedule": {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": INTO_THE_LOG},
}


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One message, and what it is meant to bring about."""

    what: str
    subject: str
    request: Any = None
    reply: str = ""
    headers: dict[str, str] | None = None

    @property
    def payload(self) -> bytes:
        return b"" if self.request is None else json.dumps(self.request).encode()


def attempts() -> Iterator[Attempt]:
    """Every attempt."""
    yield from _publishing()
    yield from _calling()
    yield from _by_the_answer()
    yield from _by_delivery()


def _publishing() -> Iterator[Attempt]:
    yield Attempt(what="publish", subject=INTO_THE_LOG, request={})
    for subject in SERVERS_OWN:
        yield Attempt(what="publish", subject=subject, request={}, reply=INTO_THE_LOG)
    for how, headers in HEADERS.items():
        yield Attempt(what=f"publish {how}", subject=INTO_THE_LOG, request={}, headers=headers)
        for call in ALLOWED:
            yield Attempt(
                what=f"ask {how}",
                subject=f"HUB_LOG_API.{call}",
                request=_pulling("pulls") if "CREATE" in call else None,
                headers=headers,
                reply=INTO_THE_LOG,
            )


def _calling() -> Iterator[Attempt]:
    for prefix, (call, request) in product(PREFIXES, FORBIDDEN.items()):
        yield Attempt(what="call", subject=f"{prefix}.{call}", request=request)
    for prefix, (how, settings) in product(PREFIXES[:2], OTHER_STREAMS.items()):
        yield Attempt(
            what=f"make a stream that {how}",
            subject=f"{prefix}.STREAM.CREATE.OTHER",
            request={"name": "OTHER", "storage": "memory", **settings},
        )


def _by_the_answer() -> Iterator[Attempt]:
    """The server answers wherever it is told to: once, or with every message of the log."""
    for prefix, call, target in product(PREFIXES[:2], ALLOWED, TARGETS):
        request = None
        if "CREATE" in call:
            request = _pulling("pulls")
        elif "NEXT" in call:
            request = {"batch": 100, "expires": 1_000_000_000, "idle_heartbeat": 100_000_000}
        yield Attempt(
            what=f"have answered on {target}",
            subject=f"{prefix}.{call}",
            request=request,
            reply=target,
        )


def _by_delivery() -> Iterator[Attempt]:
    """A consumer that pushes: messages of the log as requests, empty ones too."""
    for number, (target, empty) in enumerate(product(TARGETS, (False, True))):
        name = f"pushes-{number}"
        yield Attempt(
            what=f"have {'headers' if empty else 'messages'} pushed to {target}",
            subject=f"HUB_LOG_API.CONSUMER.CREATE.HUB_LOG.{name}",
            request=_pulling(name, deliver_subject=target, headers_only=empty),
            reply=target,
        )


def _pulling(name: str, **more: Any) -> dict[str, Any]:
    settings = {"name": name, "ack_policy": "none", "deliver_policy": "all", **more}
    return {"stream_name": "HUB_LOG", "config": settings}
