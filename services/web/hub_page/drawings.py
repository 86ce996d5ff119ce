"""Every chart of a hub's page by its key, each with its table and what it rests on.

The one rule: a picture shows what a reader can take in at a glance; its table has every row.
"""

from msgspec.structs import replace

from projections.hub_dashboard.figures import Basis, Breakdown, HubDashboard
from services.web import headlines
from services.web.charts import (
    Amount,
    Chart,
    bar_chart,
    columns_by_month,
    known,
    not_yet,
)
from services.web.hub_page.beside import beside_table
from services.web.hub_page.phases import phase_table
from services.web.protected import shown

#: Bars in one picture; the table has every row.
MOST_BARS = 9

#: The strengths of evidence in words that need no glossary.
EVIDENCE_WORDS = {
    "school_confirmed": "Employer told us, and school or college named who came",
    "counted": "Employer told us, and school or college counted who came",
    "school_only": "School or college recorded it, no employer told us",
    "employer_reported": "Employer reported, not confirmed yet",
}


def drawings(dashboard: HubDashboard) -> dict[str, tuple[Chart, Basis]]:
    """Every chart of the page by its key, with the basis of its figures."""
    drawn = [
        (_by_month(dashboard), dashboard.encounters_by_month.rests_on),
        (_by_kind(dashboard), dashboard.by_kind.rests_on),
        (_by_sector(dashboard), dashboard.by_sector.rests_on),
        (_by_mode(dashboard), dashboard.by_mode.rests_on),
        (_by_year_group(dashboard), dashboard.by_year_group.rests_on),
        (_evidence(dashboard), dashboard.evidence.rests_on),
        (beside_table(dashboard), dashboard.total.rests_on),
        (phase_table(dashboard), dashboard.total.rests_on),
    ]
    return {chart.key: (chart, basis) for chart, basis in drawn}


def _by_month(dashboard: HubDashboard) -> Chart:
    figures = dashboard.encounters_by_month
    anything = any(one.encounters or one.planned for one in figures.months)
    planned = any(month.planned for month in figures.months)
    series = ("Delivered", "Agreed for dates to come") if planned else ("Delivered",)
    return columns_by_month(
        key="by-month",
        headline=headlines.by_month(figures, dashboard.academic_year),
        subject=f"Encounters by month, {dashboard.academic_year}",
        series=series,
        months=[
            (
                one.month,
                (known(one.encounters) if one.begun else not_yet(), known(one.planned))[
                    : len(series)
                ],
            )
            for one in figures.months
            if anything
        ],
    )


def _by_kind(dashboard: HubDashboard) -> Chart:
    return _breakdown(
        "by-kind",
        "Kind",
        _by_size(dashboard.by_kind),
        f"Encounters by kind, {dashboard.academic_year}",
        headlines.largest(
            dashboard.by_kind, rank="the most common kind", none="No kinds to compare"
        ),
    )


def _by_sector(dashboard: HubDashboard) -> Chart:
    return _breakdown(
        "by-sector",
        "Sector of the employer",
        _by_size(dashboard.by_sector),
        f"Encounters by the employer’s sector, {dashboard.academic_year}",
        headlines.largest(
            dashboard.by_sector, rank="the largest sector", none="No sectors to compare"
        ),
    )


def _by_mode(dashboard: HubDashboard) -> Chart:
    return _breakdown(
        "by-mode",
        "How it was delivered",
        _by_size(dashboard.by_mode),
        f"Encounters by how they were delivered, {dashboard.academic_year}",
        headlines.largest(
            dashboard.by_mode, rank="the most common way", none="No ways of delivery to compare"
        ),
    )


def _by_year_group(dashboard: HubDashboard) -> Chart:
    return _breakdown(
        "by-year-group",
        "Year group",
        dashboard.by_year_group,
        f"Encounters each year group came to, {dashboard.academic_year}",
        headlines.by_year_group(dashboard.by_year_group),
        most_bars=len(dashboard.by_year_group.slices),
    )


def _evidence(dashboard: HubDashboard) -> Chart:
    slices = tuple(
        replace(one, label=EVIDENCE_WORDS.get(one.code, one.label))
        for one in dashboard.evidence.slices
    )
    return _breakdown(
        "evidence",
        "Strength of evidence",
        replace(dashboard.evidence, slices=slices),
        f"Encounters by who told us of them, {dashboard.academic_year}",
        headlines.evidence(slices),
    )


def _by_size(figures: Breakdown) -> Breakdown:
    slices = sorted(figures.slices, key=lambda one: (-one.encounters, one.label))
    return replace(figures, slices=tuple(slices))


def _breakdown(
    key: str,
    dimension: str,
    figures: Breakdown,
    subject: str,
    headline: str,
    *,
    most_bars: int = MOST_BARS,
) -> Chart:
    slices = figures.slices if any(one.encounters for one in figures.slices) else ()
    chart = bar_chart(
        key=key,
        headline=headline,
        subject=subject,
        dimension=dimension,
        series=("Encounters",),
        rows=_drawn([(one.label, one.encounters) for one in slices], most_bars),
        last_is_rest=len(slices) > most_bars,
    )
    # The table says more than the picture: how many learner encounters each row held.
    table = replace(
        chart.table,
        head=(dimension, "Encounters", "Learner encounters"),
        rows=tuple(
            (one.label, (known(one.encounters), shown(one.learner_encounters))) for one in slices
        ),
    )
    return replace(chart, table=table)


def _drawn(rows: list[tuple[str, int]], most: int) -> list[tuple[str, tuple[Amount, ...]]]:
    """The rows a reader can take in at a glance; the others together, as the last."""
    if len(rows) > most:
        others = rows[most - 1 :]
        together = (f"{len(others)} others together", sum(encounters for _, encounters in others))
        rows = [*rows[: most - 1], together]
    return [(label, (known(encounters),)) for label, encounters in rows]
