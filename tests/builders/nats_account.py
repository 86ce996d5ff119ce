"""An account of nats-server beside the platform's, for tests that make streams of their own names."""

from hub_core.embedded import Servers
from hub_core.messaging.accounts import Account, User

USER = User(name="tests", password="of-this-test-run", unlimited=True)
TESTS = Account(name="TESTS", users=(USER,), jetstream=True)


def url_of_tests(servers: Servers) -> str:
    """The way into it; the servers must have been started with ``nats_accounts=(TESTS,)``."""
    assert isinstance(USER.password, str)
    return servers.nats.address(USER.name, USER.password)
