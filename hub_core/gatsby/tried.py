"""An edition that is tried and not in use: read from a file somebody altered, and kept apart from the rest.

The rule: outside an institution thresholds alone can be tried. Another way of counting could be cut so narrow
that a figure tells of few learners, and another threshold by itself tells nothing that is not told already.
"""

import msgspec

from hub_core.gatsby.edition import (
    AnswerKind,
    Criterion,
    Edition,
    EditionUnusable,
    edition_in_use,
    editions,
    read_edition,
)
from hub_core.refusals import Invalid

#: Stands for every criterion that can be tried by its threshold.
EVERY = "every"


def tried_edition(text: str, *, field: str = "file") -> Edition:
    """The edition in an altered file; raises ``Invalid`` with what to mend in it."""
    try:
        return read_edition(text.encode(), name="The file")
    except EditionUnusable as unusable:
        raise Invalid.field(
            field,
            f"{unusable}.",
            "Begin with an edition's file as shipped, hub_core/gatsby/editions, and change what you try.",
        ) from unusable


def base_of(tried: Edition) -> Edition:
    """What a tried edition is compared with: the one of its own code, or else the one in use by its day."""
    return editions().get(tried.code) or edition_in_use(tried.in_use_from)


def to_be_tried(edition: Edition) -> list[Criterion]:
    """The criteria whose threshold can be tried by itself: proportions that the log evidences."""
    return [
        one
        for _, one in edition.criteria()
        if one.answer is AnswerKind.BAND and one.measure is not None and one.threshold is not None
    ]


def with_threshold(edition: Edition, code: str, written: str) -> Edition:
    """The edition with another threshold, as somebody wrote it, for one criterion or for ``EVERY`` one.

    Raises ``Invalid`` for a threshold that is none, and for a criterion that has none to try.
    """
    threshold = _percent(written)
    offered = {one.code for one in to_be_tried(edition)}
    chosen = offered if code == EVERY else offered & {code}
    if not chosen:
        reason = f"{edition.code} has no threshold “{code[:20]}”."
        raise Invalid.field("criterion", reason, "Choose one of the list.")
    return msgspec.structs.replace(
        edition,
        benchmarks=tuple(
            msgspec.structs.replace(
                benchmark,
                criteria=tuple(
                    msgspec.structs.replace(one, threshold=threshold) if one.code in chosen else one
                    for one in benchmark.criteria
                ),
            )
            for benchmark in edition.benchmarks
        ),
    )


def _percent(written: str) -> int:
    number = written.strip().removesuffix("%").strip()
    if number.isascii() and number.isdigit() and len(number) <= 3 and 1 <= int(number) <= 100:
        return int(number)
    raise Invalid.field(
        "threshold",
        f"“{written[:20]}” is no threshold." if number else "No threshold was given.",
        "Give a whole number of percent from 1 to 100, such as 90.",
    )


def changed_thresholds(base: Edition, tried: Edition, *, field: str = "file") -> list[str]:
    """The criteria whose threshold is another one.

    Raises ``Invalid`` where anything else is: another measure, another setting, a criterion more or less.
    """
    before = {one.code: one for _, one in base.criteria()}
    after = {one.code: one for _, one in tried.criteria()}
    otherwise = sorted(
        code
        for code in before.keys() | after.keys()
        if _counted(before.get(code)) != _counted(after.get(code))
    )
    if otherwise:
        raise Invalid.field(
            field,
            f"{', '.join(otherwise[:5])} {'is' if len(otherwise) == 1 else 'are'} asked or counted "
            f"otherwise than in {base.code}.",
            "Outside an institution thresholds alone can be tried. An institution can try the whole file.",
        )
    return [code for code in before if before[code].threshold != after[code].threshold]


def _counted(criterion: Criterion | None) -> Criterion | None:
    """A criterion without its threshold and its words."""
    if criterion is None:
        return None
    return msgspec.structs.replace(
        criterion, threshold=None, wording="", unmet={}, source="", declared=""
    )
