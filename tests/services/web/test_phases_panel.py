"""The panel of phases in words: what was reached, what is left out, and who is asked nothing."""

from datetime import date
from uuid import UUID

from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.phases import DIFFERENT_LEARNERS, PhaseCoverage, PhasesAcross
from services.web.institution_page.phases import phases_panel


def _phase(phase: ServicePhase, **told: int | str | None) -> PhaseCoverage:
    nothing = {"reached": None, "learners": None, "percentage": None, "withheld": 0}
    usual = {"institutions": 2, "silent": 0, "wording": "They meet an employer"}
    return PhaseCoverage(phase=phase, label=phase.label, **{**nothing, **usual, **told})  # type: ignore[arg-type]


def test_each_phase_says_what_it_rests_on() -> None:
    panel = phases_panel(
        PhasesAcross(
            institution=UUID(int=1),
            edition="GATSBY-2024",
            academic_year="2025/26",
            as_at=date(2026, 1, 31),
            partners=5,
            exact=True,
            different_learners=DIFFERENT_LEARNERS,
            phases=(
                _phase(
                    ServicePhase.PRIMARY,
                    reached=35, learners=50, percentage=70, silent=1, withheld=2,
                ),
                _phase(ServicePhase.SECONDARY, withheld=3, institutions=1),
                _phase(ServicePhase.FE_AND_SKILLS, silent=2),
                _phase(ServicePhase.ADULT, wording="", silent=1),
            ),
        )
    )  # fmt: skip
    assert [(one.institutions, one.amount, one.beside) for one in panel.lines] == [
        (
            "2 institutions",
            "70%, 35 of 50",
            "1 institution told nothing; without 2 year groups of few learners",
        ),
        ("1 institution", "Not shown: few learners", ""),
        ("2 institutions", "No data supplied", "2 institutions told nothing"),
        ("2 institutions", "Not asked", ""),
    ]
    assert "nobody is followed" in panel.different_learners
