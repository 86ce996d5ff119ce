"""Reads that are recorded, noticed from the route and the answer, whoever wrote the handler.

The rule: an answer that reads learner-level data, names, the audit or a whole file waits until its record
is written. Routes need do nothing: what they read in clear is noticed in the vault itself. They may say
more of what they read with ``also_about``.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar.types import Scope

from hub_core.access import Principal
from hub_core.access.resource import NAMING
from hub_core.audit import Access, Kind
from hub_core.audit.record import access
from hub_core.audit.recorded import recorded
from hub_core.identity.people.keys import person_of_principal
from hub_core.vault.reads import VaultReads
from services.http.correlation import correlation_of
from services.http.permission import Permitted
from services.http.secret_paths import path_to_log

#: Who read where nobody had said who they are: the way in greets people by name.
NOBODY_YET = Principal(id="system:public")

_KEY = "recorded"
#: Parameters of a path that name what it is about, and how records spell that.
_NAMING = {**{name: kind.value for name, kind in NAMING.items()}, "slug": "hub", "person": "person"}


def also_about(
    scope: Scope, *things: str, learners: int | None = None, kind: Kind | None = None
) -> None:
    """For handlers: what else the answer reads (``institution:…``), of how many learners, and of
    what kind it is, where the route alone does not say."""
    noted = _noted(scope)
    noted["about"] = (*noted.get("about", ()), *things)
    if learners is not None:
        noted["learners"] = noted.get("learners", 0) + learners
    if kind is not None:
        noted["kind"] = kind


def record_of(
    scope: Scope, *, status: int, headers: list[tuple[bytes, bytes]], reads: VaultReads
) -> Access | None:
    """The record this answer needs; None when it needs none: refusals show nothing."""
    principal: Principal | None = scope["state"].get("principal")
    in_clear = bool(_of_others(principal, reads) or reads.learners)
    if not (status < 300 or status == 304 or (in_clear and status < 400)):
        return None
    if principal is None and not in_clear:
        return None
    action = _action(scope)
    noted = _noted(scope)
    kind = noted.get("kind") or _kind(action, headers, in_clear=in_clear)
    if kind is None:
        return None
    institutions = (f"institution:{one}" for one in sorted(reads.learners))
    told_apart = sum(map(len, reads.learners.values()))
    return access(
        principal or NOBODY_YET,
        action,
        kind,
        correlation=correlation_of(scope),
        about=dict.fromkeys((*_named_in_path(scope), *noted.get("about", ()), *institutions)),
        learners=noted.get("learners", told_apart or None),
    )


def _of_others(principal: Principal | None, reads: VaultReads) -> set[UUID]:
    """Whose texts were read; one's own are one's own."""
    if not reads.subjects or principal is None:
        return reads.subjects
    return reads.subjects - {person_of_principal(principal.id)}


def _kind(action: str, headers: list[tuple[bytes, bytes]], *, in_clear: bool) -> Kind | None:
    if action in recorded():
        return recorded()[action]
    taken_away = any(
        name.lower() == b"content-disposition" and value.startswith(b"attachment")
        for name, value in headers
    )
    if taken_away:
        return Kind.EXPORT
    return Kind.VAULT if in_clear else None


def _action(scope: Scope) -> str:
    """What the route's guard asked permission for; its path where it asked for nothing."""
    handler = scope.get("route_handler")
    for layer in handler.ownership_layers if handler is not None else ():
        for guard in layer.guards or ():
            if isinstance(guard, Permitted):
                return guard.action
    return f"{scope['method']} {path_to_log(scope['path'])}"  # type: ignore[typeddict-item]


def _named_in_path(scope: Scope) -> list[str]:
    named: Mapping[str, object] = scope.get("path_params", {})
    spelt = [
        f"{_NAMING[name]}:{value}"
        for name, value in named.items()
        if name in _NAMING and isinstance(value, (UUID, str))
    ]
    if isinstance(organisation := named.get("organisation"), UUID):
        spelt.append(f"{named.get('kind', 'organisation')}:{organisation}")
    return spelt


def _noted(scope: Scope) -> dict[str, Any]:
    noted: dict[str, Any] = scope["state"].setdefault(_KEY, {})
    return noted
