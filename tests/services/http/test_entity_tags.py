"""Whoever has an answer already is told so: the header's grammar, as RFC 9110 has it (13.1.2)."""

import pytest

from services.http.entity_tags import is_had


@pytest.mark.parametrize(
    ("asked", "had"),
    [
        (None, False),
        ("", False),
        ('"a,b"', True),
        ('W/"a,b"', True),
        ('"x", W/"a,b"', True),
        ('"x","a,b"', True),
        ("*", True),
        (" * ", True),
        ('"x"', False),
        ("a,b", False),  # no tag without its quotes
        ('"a", "b"', False),
        ('"*"', False),
        ('"a,b', False),
    ],
)
@pytest.mark.parametrize("tag", ['"a,b"', 'W/"a,b"'])
def test_a_tag_is_had_weak_or_strong_alone_or_among_others(
    tag: str, asked: str | None, had: bool
) -> None:
    assert is_had(tag, asked) is had
