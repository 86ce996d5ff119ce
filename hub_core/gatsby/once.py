"""One act, one record: of two facts that tell of the same encounter, each learner counts once.

The rule: a match never raises a figure. Facts are only left out or made smaller, never joined, so that no
learner gains what only the other record says (that it was in person, that it was meaningful).
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

import msgspec

from hub_core.gatsby.facts import Fact

Rank = Callable[[Fact], tuple[int, ...]]


def learners_once(facts: Sequence[Fact], sorts: Callable[[Fact], tuple[bool, ...]]) -> list[Fact]:
    """These facts, of which all count, with each learner in one of two matched ones.

    The one that names learners, and then that meets more requirements (``sorts``), stays as it is; of the
    other only learners stay whom that one does not name.
    """

    def rank(fact: Fact) -> tuple[int, ...]:
        named = 2 if fact.learners is not None else 1 if fact.counts else 0
        return named, sum(sorts(fact)), _size(fact)

    kept = []
    for fact, other in _with_match(facts):
        if other is None or _is_first(fact, other, rank):
            kept.append(fact)
        elif fact.learners is not None and other.learners is not None:
            rest = fact.learners - other.learners
            if rest:
                kept.append(msgspec.structs.replace(fact, learners=rest))
    return kept


def acts_once(facts: Sequence[Fact]) -> list[Fact]:
    """One of each two matched facts, the one that says more about the employer, for what counts acts."""

    def rank(fact: Fact) -> tuple[int, ...]:
        return (fact.size is not None) + (fact.sector is not None), _size(fact)

    if all(fact.matched_with is None for fact in facts):
        return list(facts)
    return [
        fact for fact, other in _with_match(facts) if other is None or _is_first(fact, other, rank)
    ]


def _with_match(facts: Iterable[Fact]) -> Iterable[tuple[Fact, Fact | None]]:
    """Each fact with the one it is matched with, if that is among them."""
    facts = list(facts)
    matched: dict[UUID, Fact] = {
        fact.activity: fact for fact in facts if fact.matched_with is not None
    }
    for fact in facts:
        yield fact, None if fact.matched_with is None else matched.get(fact.matched_with)


def _is_first(fact: Fact, other: Fact, rank: Rank) -> bool:
    """Of two that rank alike, it does not matter which: their ids decide, so that it is always the same."""
    return (*rank(fact), fact.activity.int) > (*rank(other), other.activity.int)


def _size(fact: Fact) -> int:
    return len(fact.learners) if fact.learners is not None else sum(fact.counts.values())
