"""Our servers' addresses in the words of the eventsourcing package's settings."""

from urllib.parse import parse_qs, unquote, urlsplit


def parts_of(address: str) -> dict[str, str]:
    """The package's environment variables for this database."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    return {
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": unquote(parts.hostname or query["host"][0]),
        "POSTGRES_PORT": str(parts.port or query.get("port", ["5432"])[0]),
        "POSTGRES_USER": unquote(parts.username or ""),
        "POSTGRES_PASSWORD": unquote(parts.password or ""),
    }
