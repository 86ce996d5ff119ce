"""The guard rails as the settings want them: which hosts we answer to, which proxies we believe, what is
counted.

Rule: a hub on this machine answers to this machine's names only; one that others reach, to its public
address only.
"""

from urllib.parse import urlsplit

import asyncpg

from hub_core.audit import AccessLog
from hub_core.limits import Buckets, Guesses
from hub_core.settings import Settings
from services.http.guard_rails.client_address import trusted_networks
from services.http.guard_rails.rails import Rails


def rails_of(chosen: Settings, pool: asyncpg.Pool) -> Rails:
    """The rails of a running hub."""
    return Rails(
        accesses=AccessLog(pool),
        buckets=Buckets(pool),
        guesses=Guesses(pool),
        hosts=hosts_of(chosen),
        https=(chosen.public_url or "").startswith("https://"),
        trusted=trusted_networks(chosen.trusted_proxies),
    )


def hosts_of(chosen: Settings) -> frozenset[str]:
    """Every Host header that means us, in lower case."""
    if chosen.public_url is not None:
        public = urlsplit(chosen.public_url)
        default = {"https": 443, "http": 80}[public.scheme]
        host = (public.hostname or "").lower()
        shown = f"[{host}]" if ":" in host else host
        port = public.port or default
        return frozenset({f"{shown}:{port}"} | ({shown} if port == default else set()))
    names = {"localhost", "127.0.0.1", "[::1]"}
    names.add(f"[{chosen.listen_host}]" if ":" in chosen.listen_host else chosen.listen_host)
    return frozenset(f"{name}:{chosen.port}" for name in names)
