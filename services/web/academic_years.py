"""Academic years in addresses: 2025-26 there, 2025/26 everywhere else.

The one rule: what is not a year is refused with a sentence, never guessed.
"""

import re

from litestar.exceptions import NotFoundException


def from_address(written: str) -> str | None:
    """The year as the platform writes it, or None if what is written is not one."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", written)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        return None
    return f"{match[1]}/{match[2]}"


def in_address(academic_year: str) -> str:
    """The year as an address can hold it."""
    return academic_year.replace("/", "-")


def asked_for(written: str) -> str:
    """The year an address asks for. Raises ``NotFoundException`` for what is none."""
    found = from_address(written)
    if found is None:
        raise NotFoundException(f"“{written[:20]}” is not an academic year. Write it like 2025-26.")
    return found
