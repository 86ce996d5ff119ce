"""The parts of the platform that sign in to nats-server, each with a name and a password of its own.

Rule: a part is here or it does not come in. What each may do stands in `accounts`.
"""

#: Publishes the ledger into the log's stream, and makes or repairs the stream.
RELAY = "relay"
#: Every service: told when figures have changed, and nothing else.
SERVICES = "services"
#: `hub log tail`, `hub log verify` and `hub doctor`: read the log.
FOLLOWER = "follower"
#: Watches over the servers themselves, in their own account; may look and do nothing.
MONITOR = "monitor"

#: Tells subscribers what happens to them: reads the log.
REACTIONS = "reactions"

#: Read models whose runners follow the log. A test compares them with those the platform has.
PROJECTIONS = ("hub_dashboard", "benchmark_progress")


def runner(projection: str) -> str:
    """The part that keeps a projection up to date."""
    return f"projection-{projection}"


#: Everybody there is, in the order of the configuration.
PARTS = (RELAY, SERVICES, FOLLOWER, REACTIONS, *(runner(name) for name in PROJECTIONS), MONITOR)

#: Whose address a process of the platform is given. The monitor is a program of the operator's.
OURS = tuple(part for part in PARTS if part != MONITOR)


def figures_subject(projection: str) -> str:
    """The core subject on which a projection says that its figures have changed."""
    return f"figures.{projection}"


def inbox_prefix(part: str) -> str:
    """Where answers to a part come in. One each: parts of an account cannot listen in on another."""
    return f"_INBOX.{part}"
