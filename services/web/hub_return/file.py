"""A return as a file: one row an indicator, with the figure now beside the one that was frozen.

The rule: the symbols are those of every file here: x for what nobody supplied, c for what is withheld, z for
what does not apply.
"""

from collections.abc import Mapping

from hub_core.files.spreadsheets import as_csv
from projections.hub_return.reading import StandingReturn
from services.web.hub_return.words import plain, symbol

_HEAD = (
    "Funder", "Academic year", "Period", "As at", "State", "Indicator", "Definition", "Unit", "Target",
    "Figure", "Part", "Whole", "Institutions contributing", "Institutions eligible", "Newest record", "Met",
    "Comment", "Figure now", "Difference", "Why", "Source",
)  # fmt: skip


def return_file(found: StandingReturn, comments: Mapping[str, str], state: str) -> str:
    """The rows of a return in the order the funder asks."""
    asked = {one.code: one for one in found.funder.indicator}
    late = {one.indicator: one for one in found.restated}
    rows = []
    for one in found.figures:
        indicator, again = asked.get(one.indicator), late.get(one.indicator)
        rows.append(
            (
                found.funder.name,
                found.about.academic_year,
                found.period.label,
                found.as_at.isoformat(),
                state,
                indicator.label if indicator else one.indicator,
                indicator.definition if indicator else "z",
                indicator.figure.unit.label if indicator else "z",
                plain(one.target),
                symbol(one),
                plain(one.part),
                plain(one.whole),
                str(one.contributing),
                str(one.eligible),
                one.newest.isoformat() if one.newest else "x",
                "z" if one.met is None else ("yes" if one.met else "no"),
                comments.get(one.indicator, ""),
                symbol(again.now) if again else "z",
                plain(again.difference) if again else "z",
                again.why if again else "z",
                indicator.source if indicator else "z",
            )
        )
    return as_csv(_HEAD, rows)
