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


#: Which institutions and employers there are, a hub may know.
OF_THE_CATALOGUE = (["hub", "institution"], ["hub", "employer"])


class Call(msgspec.Struct, frozen=True):
    """One operation of the API."""

    method: str
    path: str
    action: str
    #: What it takes: JSON, or a file.
    takes: str = "application/json"

    @property
    def names(self) -> list[str]:
        """Whose ids the path holds, in its order; an organisation's kind goes with its id."""
        parts = [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
        return [part for part in parts if part != "kind"]

    @property
    def is_read(self) -> bool:
        return self.method == "GET"


CALLS = [
    Call(
        method.upper(),
        path,
        operation["operationId"].replace("_", ".", 1),
        next(iter(operation.get("requestBody", {}).get("content", {})), "application/json"),
    )
    for path, item in todays_document()["paths"].items()
    for method, operation in item.items()
]


#: Each kind of organisation has a subscription of its own.
_SUBSCRIPTIONS = {
    OrganisationKind.HUB: "subscription_of_hub",
    OrganisationKind.EMPLOYER: "subscription_of_employer",
}

#: A file of no row: what is asked is whose the upload is.
FILE = b"activity,date,type,learner\r\n"


def request_of(call: Call, who: Principal, ids: list[Tenant], own: Tenant) -> tuple[str, bytes]:
    """The path with ids from these tenants, and the body with those of the last of them."""
    given = {name: _id(name, of, who) for name, of in zip(call.names, ids, strict=True)}
    body_of = ids[-1] if ids else own
    kind = "roster" if "upload-templates" in call.path else kind_of(who).value
    path = call.path.format(**given, kind=kind)
    if call.is_read:
        return path, b""
    if call.takes != "application/json":
        return path, FILE
    return path, msgspec.json.encode(_filled(examples()[call.action], body_of, own, who))


def kind_of(who: Principal) -> OrganisationKind:
    """The kind of organisation to ask for: of the national body and the platform there is only one."""
    assert who.organisation is not None
    only = who.organisation in (NATIONAL_BODY, PLATFORM)
    return OrganisationKind.INSTITUTION if only else who.organisation.kind


def _id(name: str, of: Tenant, who: Principal) -> str:
    if name == "organisation":
        return str(of.organisation(kind_of(who)).id)
    if name == "subscription":
        name = _SUBSCRIPTIONS.get(kind_of(who), name)
    return of.named(name)


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
        of_register = call.names in OF_THE_CATALOGUE and chosen[0] is own
        if other in chosen and not of_register:
            yield list(chosen)
