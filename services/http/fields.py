"""Every wrong field of a request at once, each with what is wrong and how to mend it.

msgspec stops at the first error; a person mending a form or a program's author should see them all.
This walks a value beside the type it should have had, only when it has already been refused.
"""

import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from hub_core.refusals import Problem

#: Enough to mend a file by; a body with more wrong fields than this is wrong as a whole.
MOST_PROBLEMS = 100


def problems(kind: Any, value: Any, path: str = "") -> Iterator[Problem]:
    """What is wrong with a JSON value (as Python objects) that should have been of this kind."""
    details = None
    if get_origin(kind) is Annotated:
        kind, *extras = get_args(kind)
        limits = [extra for extra in extras if isinstance(extra, msgspec.Meta)]
        details = limits[-1] if limits else None
        kind_with_details: Any = Annotated[(kind, *limits)] if limits else kind
    else:
        kind_with_details = kind
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        yield from _of_union(get_args(kind), value, path)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _of_struct(kind, value, path)
    elif _is_too_long(details, value):
        assert details is not None
        yield Problem(
            field=path,
            reason=f"There are {len(value):,} of these; {details.max_length:,} can be taken at once.",
            remedy="Send them in several requests.",
        )
    elif origin in (list, tuple, set, frozenset) and isinstance(value, list):
        yield from _of_items(kind, value, path)
        yield from _of_value(Annotated[list[Any], details] if details else list, value, path)
    elif origin is dict and isinstance(value, dict):
        _, kind_of_value = get_args(kind)
        for key, item in value.items():
            yield from problems(kind_of_value, item, f"{path}.{key}" if path else str(key))
        yield from _of_value(kind_with_details, value, path, whole=True)
    else:
        yield from _of_value(kind_with_details, value, path, details=details)


def _is_too_long(details: msgspec.Meta | None, value: Any) -> bool:
    """Whether a list has more rows than are looked at; none of them is quoted back then."""
    most = details.max_length if details is not None else None
    return most is not None and isinstance(value, list) and len(value) > most


def _of_struct(kind: type[msgspec.Struct], value: Any, path: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(
            field=path, reason=f"This should be an object with fields, not {_named(value)}."
        )
        return
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    tag = kind.__struct_config__.tag_field
    for name in value.keys() - fields.keys() - {tag}:
        known = ", ".join(sorted(fields))
        yield Problem(
            field=_join(path, name),
            reason="There is no such field.",
            remedy=f"The fields are: {known}.",
        )
    for name, field in fields.items():
        if name in value:
            yield from problems(hints[field.name], value[name], _join(path, name))
        elif field.required:
            yield Problem(
                field=_join(path, name),
                reason="This field is missing.",
                remedy=_example(hints[field.name]),
            )


def _of_union(parts: tuple[Any, ...], value: Any, path: str) -> Iterator[Problem]:
    if value is None and type(None) in parts:
        return
    candidates = [part for part in parts if part is not type(None)]
    if len(candidates) == 1:
        yield from problems(candidates[0], value, path)
        return
    structs = [p for p in candidates if isinstance(p, type) and issubclass(p, msgspec.Struct)]
    if isinstance(value, dict) and structs and len(structs) == len(candidates):
        tag_field = structs[0].__struct_config__.tag_field or "type"
        by_tag = {struct.__struct_config__.tag: struct for struct in structs}
        chosen = by_tag.get(value.get(tag_field))
        if chosen is None:
            yield Problem(
                field=_join(path, tag_field),
                reason="This does not say which kind it is.",
                remedy=f"Give one of: {', '.join(sorted(str(tag) for tag in by_tag))}.",
            )
        else:
            yield from _of_struct(chosen, value, path)
        return
    yield from _of_value(Union[tuple(parts)], value, path)  # noqa: UP007 - made at run time


def _of_items(kind: Any, value: list[Any], path: str) -> Iterator[Problem]:
    item_kind = get_args(kind)[0]
    for index, item in enumerate(value):
        yield from problems(item_kind, item, f"{path}[{index}]")


def _of_value(
    kind: Any, value: Any, path: str, *, details: msgspec.Meta | None = None, whole: bool = False
) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind, strict=True, str_keys=True)
    except msgspec.ValidationError as error:
        message = str(error)
        if whole and " - at `" in message:
            return  # a part of it, told already
        yield Problem(
            field=path, reason=_reason(kind, value, message, details), remedy=_example(kind)
        )


def _reason(kind: Any, value: Any, message: str, details: msgspec.Meta | None) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{_quoted(value)} is not one of the values known here."
    if details is not None and details.description and isinstance(value, str):
        return f"{_quoted(value)} is not right: it should be {lowered(details.description)}."
    return f"{_quoted(value)} is not right: {lowered(message.replace('`', ''))}."


def _example(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        kind, *extras = get_args(kind)
        for extra in extras:
            if isinstance(extra, msgspec.Meta) and extra.examples:
                return f"For example {extra.examples[0]!r}."
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"Give one of: {', '.join(str(member.value) for member in kind)}."
    return ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _quoted(value: Any) -> str:
    shown = msgspec.json.encode(value).decode()
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _named(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case _:
            return "a list"


def lowered(sentence: str) -> str:
    """A sentence as it goes on after a colon, without its full stop."""
    sentence = sentence.rstrip(".")
    first_word = sentence.split(" ", 1)[0]
    return sentence if first_word[1:2].isupper() else sentence[:1].lower() + sentence[1:]
