"""What somebody asks to try: a criterion, or every one, and a threshold as they typed it.

The rule: what cannot be tried is told beside its field, and what was typed is shown again.
"""

from collections.abc import Iterable

import msgspec

from hub_core.gatsby.edition import Criterion, Edition
from hub_core.gatsby.tried import EVERY, with_threshold
from hub_core.refusals import Invalid


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion to choose, with the threshold it has."""

    value: str
    label: str
    chosen: bool


class ToTry(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it is shown, and the edition it comes to: None where nothing usable was asked."""

    options: tuple[Option, ...]
    threshold: str
    errors: dict[str, str]
    tried: Edition | None

    @property
    def status(self) -> int:
        """Of the answer that shows it."""
        return 422 if self.errors else 200


def to_try(
    edition: Edition, offered: Iterable[Criterion], criterion: str, threshold: str | None
) -> ToTry:
    """The form with what was typed; ``threshold`` is None where nobody has asked yet."""
    tried, errors = None, {}
    if threshold is not None:
        try:
            tried = with_threshold(edition, criterion, threshold)
        except Invalid as refused:
            errors = {one.field: f"{one.reason} {one.remedy}" for one in refused.problems}
    options = [(EVERY, "Every criterion below")]
    options += [(one.code, f"{one.wording} ({one.threshold}% now)") for one in offered]
    return ToTry(
        options=tuple(
            Option(value=value, label=label, chosen=value == criterion) for value, label in options
        ),
        threshold=threshold or "",
        errors=errors,
        tried=tried,
    )
