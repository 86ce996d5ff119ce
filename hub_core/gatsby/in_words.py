"""Shares of a handful of learners in words, because a percentage of six learners says more than is known.

The rule: below ``FEWEST_FOR_A_PERCENTAGE`` learners a share is told in words beside its counts, never in per
cent; whoever is outside the institution is told neither (``hub_core/disclosure``).
"""

#: Learners from which on a share is told in per cent. Of fewer, each learner alone moves it by more than ten
#: points, which is further than a term's work does. The field publishes no such number; it is the platform's
#: own, and the same below which the disclosure policy withholds counts.
FEWEST_FOR_A_PERCENTAGE = 10

#: Words of a share, by the highest whole percentage they are used for. Source: answer bands of the Compass
#: evaluation (domain 1.3); "nearly all" is short for its "overwhelming majority".
BANDS: tuple[tuple[int, str], ...] = (
    (0, "None"),
    (25, "A few"),
    (50, "Some"),
    (75, "Most"),
    (99, "Nearly all"),
    (100, "All"),
)


def too_few_for_a_percentage(learners: int) -> bool:
    """Whether a share of so many learners is told in words; of nobody there is no share."""
    return 0 < learners < FEWEST_FOR_A_PERCENTAGE


def share_in_words(part: int, whole: int) -> str:
    """None, a few, some, most, nearly all or all. Raises ``ValueError`` for what cannot be a share."""
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} learners cannot be a share.")
    percentage = 100 * part // whole
    return next(words for highest, words in BANDS if percentage <= highest)
