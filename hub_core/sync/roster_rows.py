"""From rows of a school's roster to what the roster command takes: learners by year group.

The rule: a year group is that of the file's academic year, so a learner keeps one cohort for life.
"""

from collections.abc import Mapping

from hub_core.academic_years import cohort_of
from hub_core.rosters.codes import Registration
from hub_core.rosters.commands import RosterLearner
from hub_core.rosters.dated import Place
from hub_core.sync.kinds import UploadKind
from hub_core.sync.learner_rows import Groups, LearnerRows
from hub_core.sync.problems import Fault
from hub_core.values import parse_year_group


class RosterRows(LearnerRows[RosterLearner]):
    """The pass over a roster by year groups."""

    KIND = UploadKind.ROSTER
    OTHERWISE = "year group"

    def place_of(self, learner: RosterLearner, academic_year: str) -> Place:
        """The cohort of the learner's year group."""
        return cohort_of(year_group=learner.year_group, academic_year=academic_year)

    def on_roll(
        self, cells: Mapping[str, str], reference: str, groups: Groups, registration: Registration
    ) -> RosterLearner | list[Fault]:
        """The learner in a year group."""
        text = cells.get("year_group", "")
        try:
            year_group = parse_year_group(text)
        except ValueError as wrong:
            reason, _, remedy = str(wrong).partition(". ")
            return [Fault("year_group", text, "not-a-year-group", f"{reason}.", remedy)]
        return RosterLearner(
            reference=reference, year_group=year_group, groups=groups, registration=registration
        )
