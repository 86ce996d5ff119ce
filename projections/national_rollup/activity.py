"""An institution's year of encounters, workplaces, guidance and providers, as measures for national sums.

The rule: acts are those of the hub dashboards, each once, so that national figures and a hub's own agree;
whoever told nothing of the year itself has no measures, whatever an employer reported.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from pyroaring import BitMap

from hub_core.reference.activities import ActivityKind
from hub_core.rollups.subjects import Measures, Word
from projections.hub_dashboard.acts import Act, acts
from projections.national_rollup.took_place import TookPlace

_KINDS = {
    ActivityKind.EMPLOYER_ENCOUNTER: "encounter",
    ActivityKind.WORKPLACE_EXPERIENCE: "workplace",
    ActivityKind.GUIDANCE_MEETING: "guidance",
    ActivityKind.PROVIDER_ENCOUNTER: "provider",
}
_LEARNERS = {
    "encounter": "learner_encounters",
    "workplace": "workplace_learners",
    "guidance": "guidance_learners",
    "provider": "provider_learners",
}
#: The measure of encounters by whose word they rest on, as acts say it.
_WORDS = {word.value: word.measure for word in Word}
#: Every measure, so that what did not happen is told as nought by whoever told.
_MEASURES = (
    "employer_encounters", "provider_encounters", "workplace_hours",
    *(word.measure for word in Word), *_LEARNERS.values(), *(f"with_{one}" for one in _LEARNERS),
    "learners_met", "learners_on_roll",
)  # fmt: skip


def of_year(fold: TookPlace, day: date, academic_year: str) -> Measures | None:
    """What the institution told of the academic year up to the day; None where it told nothing."""
    took_place = [
        one for one in acts(fold.parts, fold.records, {academic_year}) if one.fact.on <= day
    ]
    own_word = any(one.evidence != Word.EMPLOYER_REPORTED for one in took_place)
    if not own_word and academic_year not in fold.supplied:
        return None
    found = _summed(took_place)
    roll = BitMap.union(BitMap(), *fold.records.year_groups(academic_year).values())
    if (elsewhere := fold.elsewhere.on(day)) is not None:
        roll -= elsewhere
    met = BitMap.union(BitMap(), *_named(took_place))
    found["learners_on_roll"] = len(roll)
    found["learners_met"] = roll.intersection_cardinality(met)
    return {measure: found[measure] for measure in _MEASURES}


def _summed(took_place: Iterable[Act]) -> Counter[str]:
    found: Counter[str] = Counter()
    minutes = 0
    for act in took_place:
        kind = _KINDS.get(act.fact.kind)
        if kind is None:
            continue
        if kind == "encounter":
            found["employer_encounters"] += act.counts
            found[_WORDS[act.evidence]] += act.counts
        elif kind == "provider":
            found["provider_encounters"] += act.counts
        elif kind == "workplace":
            minutes += act.fact.minutes * act.learners
        if act.evidence != Word.EMPLOYER_REPORTED:
            found[_LEARNERS[kind]] += act.learners
        found[f"with_{kind}"] = 1
    found["workplace_hours"] = round(minutes / 60)
    return found


def _named(took_place: Iterable[Act]) -> list[BitMap]:
    return [
        one.fact.learners
        for one in took_place
        if one.fact.kind is ActivityKind.EMPLOYER_ENCOUNTER and one.fact.learners is not None
    ]
