"""Published cells and releases in words.

The rule: a symbol is never shown bare; each has words of its own, and none of them is nought.
"""

from collections.abc import Mapping

from hub_core.gatsby.edition import editions
from hub_core.open_data.published import Measure
from hub_core.rollups.printed import LOW, NOT_APPLICABLE, SUPPRESSED, UNAVAILABLE
from hub_core.snapshots.store import PublishedSnapshot
from services.web.charts import Amount, missing, suppressed
from services.web.national_page.figures import Figure, number_of
from services.web.words import long_date

#: What stands in a table where there is no number. Source: value list of the open data standard.
SYMBOLS: Mapping[str, str] = {
    SUPPRESSED: "withheld",
    UNAVAILABLE: "no data supplied",
    NOT_APPLICABLE: "does not apply",
    LOW: "rounds to nought",
    "u": "not reliable",
}
#: What each of them means, for whoever wonders.
EXPLAINED: Mapping[str, str] = {
    SUPPRESSED: "So few institutions are in the group, or would be told apart by subtracting other "
    "figures, that the figure would be about them. Decision 36 of the project says how that is decided.",
    UNAVAILABLE: "Nobody in the group told us. It is not nought.",
    NOT_APPLICABLE: "There is nobody in the group who could tell.",
    LOW: "There is something, and it is too little to be told from nought when rounded.",
    "u": "The figure rests on too little to be relied on.",
}


def said(text: str, measure: Measure) -> str:
    """A cell as people write it: 5.96, 24.1%, 4,863, or the words of its symbol."""
    value = number_of(text)
    if value is None:
        return SYMBOLS.get(text, text)
    return f"{value:,.{measure.decimals}f}{'%' if measure.unit == '%' else ''}"


def amount(text: str, measure: Measure) -> Amount:
    """A cell as a chart draws it; numbers are scaled to whole ones."""
    value = number_of(text)
    if value is not None:
        return Amount("known", round(value * 10**measure.decimals), said(text, measure))
    words = said(text, measure)
    return suppressed(words) if text == SUPPRESSED else missing(words)


def behind(figure: Figure) -> str:
    """How many institutions contributed of how many eligible."""
    if not figure.eligible:
        return ""
    told = figure.contributing
    contributing = SYMBOLS.get(told, _with_commas(told))
    return f"{contributing} of {_with_commas(figure.eligible)}"


def edition_name(release: PublishedSnapshot) -> str:
    """The edition of the benchmarks, by name."""
    edition = editions().get(release.edition)
    return edition.name if edition else release.edition


def as_at(release: PublishedSnapshot) -> str:
    """31 July 2026."""
    return long_date(release.measure_date)


def release_name(release: PublishedSnapshot) -> str:
    """A release among others: 31 July 2026, and its version where it was restated."""
    version = f", version {release.version}" if release.version > 1 else ""
    return f"{as_at(release)}{version}"


def restated(release: PublishedSnapshot) -> str:
    """That a release replaced another, when and why; nothing of a first version."""
    if release.reason is None:
        return ""
    return f"Restated on {long_date(release.published_on)}: {release.reason.label.lower()}."


def _with_commas(text: str) -> str:
    value = number_of(text)
    return text if value is None else f"{value:,.0f}"
