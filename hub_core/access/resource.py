"""What an action is about: whose it is, and whom those belong to.

The rule: a command says whose it is in fields called ``institution``, ``employer`` and ``hub``; what
follows from the state of things (an institution's hub) is added by whoever can read it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Self
from uuid import UUID

import msgspec
from msgspec import inspect

from hub_core.access.organisations import Organisation, OrganisationKind

#: The fields of commands that name an organisation whose own the matter is.
NAMING = {
    "institution": OrganisationKind.INSTITUTION,
    "employer": OrganisationKind.EMPLOYER,
    "hub": OrganisationKind.HUB,
}


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an action is about.

    ``owners`` are the organisations whose own it is; ``within`` those that these belong to now: an
    institution's hub, trust and local authority. ``things`` are all the ids it names, wherever in it
    they stand: the schools an offer is for are among them.
    """

    owners: frozenset[Organisation] = frozenset()
    within: frozenset[Organisation] = frozenset()
    things: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, owner: Organisation) -> Self:
        """What is an organisation's own, the organisation itself included."""
        return cls(owners=frozenset({owner}), things=frozenset({owner.id}))


def resource_of(command: msgspec.Struct) -> Resource:
    """Whose a command is, as far as it says so itself."""
    owners = {
        Organisation(kind, named)
        for field, kind in NAMING.items()
        if isinstance(named := getattr(command, field, None), UUID)
    }
    fields = (getattr(command, field) for field in command.__struct_fields__)
    owners.update(value for value in fields if isinstance(value, Organisation))
    return Resource(owners=frozenset(owners), things=frozenset(_ids(command)))


def _ids(value: object) -> Iterator[UUID]:
    """Every id in a value, however deep."""
    match value:
        case UUID():
            yield value
        case msgspec.Struct():
            for field in _fields_with_ids(type(value)):
                yield from _ids(getattr(value, field))
        case str() | bytes():
            return
        case Mapping():
            for both in value.items():
                yield from _ids(both)
        case Iterable():
            for one in value:
                yield from _ids(one)


@cache
def _fields_with_ids(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that can hold an id: tens of thousands of learners in one command hold none."""
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType)
    return tuple(field.name for field in found.fields if _can_hold_ids(field.type))


def _can_hold_ids(kind: inspect.Type) -> bool:
    match kind:
        case inspect.StructType():
            return bool(_fields_with_ids(kind.cls))
        case inspect.UnionType():
            return any(map(_can_hold_ids, kind.types))
        case inspect.TupleType():
            return any(map(_can_hold_ids, kind.item_types))
        case inspect.CollectionType():
            return _can_hold_ids(kind.item_type)
        case inspect.DictType():
            return _can_hold_ids(kind.key_type) or _can_hold_ids(kind.value_type)
        case _:
            return isinstance(kind, inspect.UUIDType | inspect.AnyType | inspect.CustomType)
