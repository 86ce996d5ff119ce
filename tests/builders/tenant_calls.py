"""Every operation of the API with ids of one tenant, another's, or of nothing.

The rule: the operations come from the API's own description, so that a new one is attacked at once.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec

from hub_core.access import NATIONAL_BODY, PLATFORM, OrganisationKind, Principal
from hub_core.access.matrix import Reach, matrix
from hub_core.access.roles import HELD_AT
from services.http.document import examples
from tests.builders.openapi_document import todays_document
from tests.builders.tenants import Tenant

#: What the path or the body names without its being anybody's: the register is public.
OF_THE_REGISTER = {"toHub", "successor", "at", "include", "exclude", "institutions"}


class Call(msgspec.Struct, frozen=True):
    """One operation of the API."""

    method: str
    path: str
    action: str

    @property
    def names(self) -> list[str]:
        """Whose ids the path holds, in its order; an organisation's kind goes with its id."""
        parts = [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
        return [part for part in parts if part != "kind"]

    @property
    def is_read(self) -> bool:
        return self.method == "GET"


CALLS = [
    Call(method.upper(), path, operation["operationId"].replace("_", ".", 1))
    for path, item in todays_document()["paths"].items()
    for method, operation in item.items()
]


def request_of(
    call: Call, who: Principal, ids: list[Tenant], own: Tenant
) -> tuple[str, dict[str, Any] | None]:
    """The path with ids from these tenants, and the body with those of the last of them."""
    given = {name: _id(name, of, who) for name, of in zip(call.names, ids, strict=True)}
    body_of = ids[-1] if ids else own
    body = None if call.is_read else _filled(examples()[call.action], body_of, own, who)
    return call.path.format(**given, kind=kind_of(who).value), body


def kind_of(who: Principal) -> OrganisationKind:
    """The kind of organisation to ask for: of the national body and the platform there is only one."""
    assert who.organisation is not None
    only = who.organisation in (NATIONAL_BODY, PLATFORM)
    return OrganisationKind.INSTITUTION if only else who.organisation.kind


def _id(name: str, of: Tenant, who: Principal) -> str:
    if name == "organisation":
        return str(of.organisation(kind_of(who)).id)
    found: str = getattr(of, name, of.activity)
    return found


def _filled(value: Any, of: Tenant, own: Tenant, who: Principal, key: str = "") -> Any:
    """An example's body with ids of a tenant in place of its own, those of the register never."""
    match value:
        case {"kind": _, "id": _}:
            return {"kind": "institution", "id": of.institution}
        case dict():
            return {name: _filled(inner, of, own, who, name) for name, inner in value.items()}
        case list() if key in OF_THE_REGISTER:
            return [own.institution]
        case str() if key == "toHub":
            return own.hub
        case str() if key in ("at", "predecessors"):
            return own.institution
        case str() if key in ("person", "successor", "encounter"):
            return getattr(of, "person" if key == "successor" else key)
        case _:
            return value


def reach_of(who: Principal, action: str) -> set[Reach]:
    """How far the matrix lets somebody go with this action."""
    if who.operations is not None and action not in who.operations:
        return set()
    held = (role for role in who.roles if who.organisation.kind is HELD_AT[role])  # type: ignore[union-attr]
    return {matrix()[action][role] for role in held if role in matrix()[action]}


def mixed(call: Call, own: Tenant, other: Tenant) -> Iterator[list[Tenant]]:
    """Every way to put another tenant's ids into the path; at least one is the other's."""
    for chosen in product((own, other), repeat=len(call.names)):
        of_register = call.names == ["hub", "institution"] and chosen[0] is own
        if other in chosen and not of_register:  # which institutions there are, a hub may know
            yield list(chosen)
