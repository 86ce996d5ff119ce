"""Which school of a bundle is the institution that sends it: a trust's bundle holds many.

The rule: an identifier decides where there is one, and a bundle of another school is refused, so that
nobody's learners land on somebody else's roster.
"""

import msgspec

from hub_core.files.bundles import Bundle
from hub_core.files.limits import UnreadableFile
from hub_core.oneroster.problems import RowProblem, rows_of

_COLUMNS = ("sourcedId", "status", "type", "identifier", "parentSourcedId")
GONE = "tobedeleted"
_URN_LENGTH = 6


class School(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation of a bundle that is the institution, and all that stand under it."""

    sourced_id: str
    identifier: str
    orgs: frozenset[str]


class _Org(msgspec.Struct, frozen=True):
    sourced_id: str
    kind: str
    identifier: str
    parent: str


def find_school(
    bundle: Bundle, *, urn: str | None, asked: str | None, problems: list[RowProblem]
) -> School:
    """The school ``asked`` for by its sourcedId, else the one with the URN, else the only one."""
    orgs = {
        row[0]: _Org(row[0], row[2].casefold(), row[3], row[4])
        for _, row in rows_of(bundle, "orgs", _COLUMNS, problems)
        if row[1].casefold() != GONE
    }
    schools = [org for org in orgs.values() if org.kind == "school"]
    candidates = schools or [org for org in orgs.values() if org.parent not in orgs]
    chosen = _chosen(candidates, urn=urn, asked=asked)
    return School(
        sourced_id=chosen.sourced_id,
        identifier=chosen.identifier,
        orgs=_under(chosen.sourced_id, orgs),
    )


def _chosen(candidates: list[_Org], *, urn: str | None, asked: str | None) -> _Org:
    if asked is not None:
        found = [org for org in candidates if org.sourced_id == asked]
        if not found:
            raise UnreadableFile(
                f"orgs.csv has no school with the sourcedId “{asked[:64]}”. It has: {_listed(candidates)}."
            )
        return found[0]
    by_urn = [org for org in candidates if urn is not None and org.identifier == urn]
    if len(by_urn) == 1:
        return by_urn[0]
    if len(candidates) != 1:
        raise UnreadableFile(
            f"orgs.csv has {len(candidates)} schools and none has your URN ({urn or 'you have none'}) for "
            f"its identifier. Say which is yours by its sourcedId: {_listed(candidates)}."
        )
    (only,) = candidates
    if urn is not None and _looks_like_urn(only.identifier) and only.identifier != urn:
        raise UnreadableFile(
            f"The only school in orgs.csv has the identifier {only.identifier}, and your URN is {urn}. "
            "Check that the bundle is your own institution's. If it is, say so by naming its sourcedId: "
            f"{only.sourced_id[:64]}."
        )
    return only


def _looks_like_urn(identifier: str) -> bool:
    return len(identifier) == _URN_LENGTH and identifier.isascii() and identifier.isdigit()


def _listed(candidates: list[_Org], most: int = 20) -> str:
    shown = ", ".join(
        f"{org.sourced_id[:64]} ({org.identifier[:20] or 'no identifier'})"
        for org in candidates[:most]
    )
    return (
        shown + (f" and {len(candidates) - most} more" if len(candidates) > most else "") or "none"
    )


def _under(root: str, orgs: dict[str, _Org]) -> frozenset[str]:
    """The organisation and its departments, however deep; a circle of parents ends where it began."""
    children: dict[str, list[str]] = {}
    for org in orgs.values():
        children.setdefault(org.parent, []).append(org.sourced_id)
    found, ahead = {root}, [root]
    while ahead:
        for child in children.get(ahead.pop(), ()):
            if child not in found:
                found.add(child)
                ahead.append(child)
    return frozenset(found)
