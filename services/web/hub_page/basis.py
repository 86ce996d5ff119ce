"""What figures rest on, in words, and what can be said of a phase at all.

The one rule: whose word a figure is stands beside it. An institution is heard from when it supplied
something itself; an encounter of which only an employer told counts, and is said to be that.
"""

from datetime import datetime

from hub_core.reference.areas import former_local_authorities, local_authorities
from projections.hub_dashboard.figures import Basis, CountedLearners, HubDashboard, PhasePanel
from services.web.charts import Amount, missing
from services.web.protected import shown
from services.web.words import counted, long_date, number, when


def told(panel: PhasePanel) -> bool:
    """Whether anybody has said anything, be it only an employer."""
    return panel.institutions_reporting > 0 or panel.encounters > 0


def state(panel: PhasePanel) -> str:
    """``figures``, ``silent`` (no data supplied) or ``no-members``."""
    if not panel.members:
        return "no-members"
    return "figures" if told(panel) else "silent"


def learners_named(panel: PhasePanel) -> Amount:
    """Learners met, each once, where somebody named them."""
    if not panel.learners_rest_on.institutions:
        return missing("not told yet" if told(panel) else "no data supplied")
    return shown(panel.distinct_learners) if panel.named_by else missing("none named")


def learner_encounters(panel: PhasePanel) -> Amount:
    """Learner encounters, where an institution said how many came."""
    if not panel.learners_rest_on.institutions:
        return missing("not told yet" if told(panel) else "no data supplied")
    return shown(panel.learner_encounters)


def counted_words(panel: PhasePanel) -> str:
    """How many learners were counted without names, as a range; empty where nobody only counted."""
    return "" if panel.counted is None else range_in_words(panel.counted)


def range_in_words(counted: CountedLearners) -> str:
    """Learners counted without names: "110 to 130"."""
    least, most = counted.at_least, counted.at_most
    if most.shown is None or least.shown == most.shown:
        return most.text
    return f"{least.text} to {most.text}" if least.shown else f"up to {most.text}"


def of_encounters(basis: Basis, now: datetime) -> str:
    """On how many institutions a figure of encounters rests, and its age."""
    if not basis.members:
        return "No members to rest on"
    sentence = f"Took place at {number(basis.institutions)} of {counted(basis.members, 'member')}"
    if basis.employer_only:
        sentence += f"; at {number(basis.employer_only)} of them on an employer’s word alone"
    return f"{sentence}.{_newest(basis, now)}"


def of_learners(basis: Basis, verb: str, institutions: int, now: datetime) -> str:
    """On how many institutions' word a figure of learners rests, and its age."""
    if not basis.members:
        return "No members to rest on"
    by = f"{verb} by {number(institutions)} of {counted(basis.members, 'member')}"
    return f"{by}.{_newest(basis, now)}"


def known_as(dashboard: HubDashboard, now: datetime) -> str:
    """The two times of the page: what had happened by, and what was known at."""
    by = f"What had happened by {long_date(dashboard.as_at)}"
    if dashboard.recorded_at is None:
        return f"{by}."
    return (
        f"{by}, as far as recorded {when(dashboard.recorded_at, now)} "
        f"(log position {number(dashboard.position)})."
    )


def area_names(areas: tuple[str, ...]) -> tuple[str, ...]:
    """Local authorities by name, in the order of the alphabet; a code nobody knows stays one."""
    names = {code: one.name for code, one in former_local_authorities().items()}
    names |= {code: one.plain_name for code, one in local_authorities().items()}
    return tuple(sorted(names.get(code, code) for code in areas))


def _newest(basis: Basis, now: datetime) -> str:
    return f" Newest fact {when(basis.newest, now)}." if basis.newest else ""
