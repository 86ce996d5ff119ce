"""The read models this release has, by name."""

from projections.benchmark_progress.fold import PROJECTION as BENCHMARK_PROGRESS
from projections.hub_dashboard.fold import PROJECTION as HUB_DASHBOARD
from projections.projection import Projection

PROJECTIONS: dict[str, Projection] = {
    projection.name: projection for projection in (HUB_DASHBOARD, BENCHMARK_PROGRESS)
}
