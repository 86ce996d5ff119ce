"""A row's bytes come to the figures they were made of, as each day sees them."""

from datetime import date, timedelta

from hub_core.gatsby.figures import Figure, Status, at
from projections.benchmark_progress.cells import cells, packed, unpacked, unpacked_at

OPEN_UNTIL = date(2026, 7, 31)


def a_figure(criterion: str, numerator: int) -> Figure:
    return Figure(
        criterion=criterion,
        numerator=numerator,
        at_most=numerator,
        denominator=100,
        threshold=90,
        status=Status.NOT_ACHIEVED,
        open_until=OPEN_UNTIL,
    )


def test_the_figures_of_a_day_are_those_of_the_bytes_whatever_was_asked_before() -> None:
    rows = [packed([cells([a_figure("5.1", met), a_figure("6.1", met)])]) for met in (10, 11)]
    for _ in range(2):
        for row in rows:
            for day in (OPEN_UNTIL, OPEN_UNTIL + timedelta(days=1)):
                every = tuple(at(one, day) for one in unpacked(row))
                assert unpacked_at(row, day) == every
                assert unpacked_at(row, day, {"6.1"}) == every[1:]
                assert unpacked_at(row, day, ["5.1"]) == every[:1]
    assert {one.status for one in unpacked_at(rows[0], OPEN_UNTIL)} == {Status.IN_PROGRESS}
