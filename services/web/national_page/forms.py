"""The forms of the page: which figure, broken down how, as at which day, and which two side by side."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hub_core.open_data.published import Measure
from hub_core.snapshots.store import PublishedSnapshot
from services.web.national_page.choice import AREA, BY, MEASURE, OTHER, RELEASE, Choice, release_key
from services.web.national_page.figures import Figure, Way, choices
from services.web.national_page.words import release_name


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a list in a form."""

    value: str
    label: str
    chosen: bool


class Choosing(msgspec.Struct, frozen=True, kw_only=True):
    """One list of a form; ``groups`` are its options under their headings."""

    name: str
    label: str
    groups: tuple[tuple[str, tuple[Option, ...]], ...]


def forms_of(
    choice: Choice,
    known: Iterable[Measure],
    there: Mapping[str, Way],
    releases: Sequence[PublishedSnapshot],
) -> Iterable[Choosing]:
    """What can be chosen, in the order people ask."""
    groups: dict[str, list[Option]] = {}
    for one in known:
        options = groups.setdefault(one.grouping, [])
        chosen = one.col_name == choice.measure
        options.append(Option(value=one.col_name, label=one.label, chosen=chosen))
    yield Choosing(
        name=MEASURE,
        label="Figure",
        groups=tuple((name, tuple(options)) for name, options in groups.items()),
    )
    yield _one_list(
        BY, "Broken down by", [(one.key, one.label) for one in there.values()], choice.by
    )
    if choice.way is not None:
        for name, items in choices(choice.way).items():
            if len(items) > 1:
                label = choice.way.table.filters[name].label
                yield _one_list(name, label, [(one, one) for one in items], choice.items[name])
    newest_first = sorted(releases, key=lambda one: (one.measure_date, one.version), reverse=True)
    days = [(release_key(one), release_name(one)) for one in newest_first]
    yield _one_list(RELEASE, "As at", days, release_key(choice.release))


def _one_list(name: str, label: str, items: Iterable[tuple[str, str]], chosen: str) -> Choosing:
    options = tuple(
        Option(value=value, label=words, chosen=value == chosen) for value, words in items
    )
    return Choosing(name=name, label=label, groups=(("", options),))


def comparing_of(choice: Choice, found: Sequence[Figure]) -> Iterable[Choosing]:
    """Whom to hold beside whom."""
    by_name = sorted(found, key=lambda one: one.name)
    nothing = [("", "Choose one")]
    for name, label, chosen in ((AREA, "Compare", choice.area), (OTHER, "with", choice.other)):
        yield _one_list(name, label, nothing + [(one.key, one.name) for one in by_name], chosen)
