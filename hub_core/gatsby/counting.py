"""Whether a fact counts for a criterion, and if not, why: told to whoever asks for an explanation.

The rule: the reasons are the field's own, in the order a careers leader would check them.
"""

from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.gatsby.measures import LearnersReached, Side
from hub_core.gatsby.windows import Span, academic_year_of_cohort
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EvidenceStrength
from hub_core.reference.labelled import Labelled

#: What makes an activity count as met in person.
IN_PERSON = frozenset({DeliveryMode.IN_PERSON, DeliveryMode.BLENDED})
#: Weaker than the school's word: shown as what it is, never as evidence.
UNCONFIRMED = frozenset({EvidenceStrength.ATTESTED, EvidenceStrength.EMPLOYER_REPORTED})


class NotCounted(Labelled):
    """Why a fact of the right kind does not count."""

    OUTSIDE_WINDOW = "outside_window", "Outside the time that counts"
    UNCONFIRMED = "unconfirmed", "The school has not confirmed it"
    MODE = "mode", "A recording leaves no room for a conversation"
    NOT_MEANINGFUL = "not_meaningful", "A point of the check-list was answered with no"
    NOT_CHECKED = "not_checked", "A point of the check-list was not checked"
    MATCHED = "matched", "The same encounter counts by the school's other record of it"
    ADVISER_LEVEL = "adviser_level", "The adviser's level is not high enough, or not known"
    BESIDE = "beside", "A part-time job is beside what the benchmark asks for, not part of it"
    NOT_ATTENDED = "not_attended", "Nobody is recorded as having attended"
    COUNTED = "counted", "Only counted: it raises what is possible, as nobody is named"
    WITHDRAWN = "withdrawn", "It was withdrawn, disputed or called off since"
    OWN_WORD = "own_word", "Only the school tells of it: no organiser saw who came"
    NO_HOURS = "no_hours", "How long it took is not recorded"
    NOT_APPROVED = "not_approved", "The provider offers no approved technical education"
    OUTSIDE_SCHOOL_DAY = "outside_school_day", "Not, or not known to be, in the school day"
    CONTENT_MISSING = (
        "content_missing",
        "Not all that makes it count is said to have been part of it",
    )
    NO_SUCH_CELL = "no_such_cell", "None of its subjects is asked for in these year groups"
    EMPLOYER_UNKNOWN = "employer_unknown", "Neither the employer's size nor its sector is known"
    NOT_IN_POST = "not_in_post", "Whoever it is about is not the careers leader on this day"


def is_about(fact: Fact, measure: LearnersReached) -> bool:
    """Whether a fact of the measure's kinds is of the type, provider and side that it counts at all."""
    return (
        (not measure.types or fact.type in measure.types)
        and (not measure.providers or fact.provider_kind in measure.providers)
        and (not measure.sides or any(is_of(fact, side) for side in measure.sides))
    )


def is_of(fact: Fact, side: Side) -> bool:
    """Whether a fact is of one of the sides a learner must have met."""
    return (
        not side.families.isdisjoint(fact.families)
        or fact.provider_kind in side.providers
        or (side.approved_technical and fact.approved_technical)
    )


def is_in_curriculum(fact: Fact) -> bool:
    """Whether an activity was part of a subject: a lesson with an employer, or one that links to careers."""
    lesson = fact.type is ActivityType.CURRICULUM_LESSON_WITH_EMPLOYER
    return lesson or fact.is_a(frozenset({ActivityKind.CURRICULUM_LINK}))


def why_not(fact: Fact, measure: LearnersReached, span: Span) -> NotCounted | None:
    """Why this fact does not count; None when it does."""
    return NotCounted.OUTSIDE_WINDOW if fact.on not in span else unfit(fact, measure)


def unconfirmed(fact: Fact) -> NotCounted | None:
    """Why a fact is no evidence, whatever is asked of it."""
    if fact.strength is EvidenceStrength.ATTESTED:
        return NotCounted.OWN_WORD
    return NotCounted.UNCONFIRMED if fact.strength in UNCONFIRMED else None


def unfit(fact: Fact, measure: LearnersReached) -> NotCounted | None:
    """Why this fact would not count at any time; None when only its day matters."""
    if (why := unconfirmed(fact)) is not None:
        return why
    if fact.type in measure.types_excluded:
        return NotCounted.BESIDE
    if fact.mode in measure.modes_excluded:
        return NotCounted.MODE
    if measure.checks:
        answers = [fact.checks.get(point, CheckAnswer.NOT_CHECKED) for point in measure.checks]
        if CheckAnswer.NO in answers:
            return NotCounted.NOT_MEANINGFUL
        if CheckAnswer.NOT_CHECKED in answers:
            return NotCounted.NOT_CHECKED
    if not measure.workplace <= fact.workplace or not measure.content <= fact.content:
        return NotCounted.CONTENT_MISSING
    if measure.adviser_level is not None and (fact.adviser_level or 0) < measure.adviser_level:
        return NotCounted.ADVISER_LEVEL
    return None


class Reached:
    """Learners who meet every requirement: at least so many activities of which so many are of a sort.

    Sets are added one by one, so the same sums serve a figure, its explanation and its next event.
    """

    def __init__(self, *times: int) -> None:
        self._levels = [[BitMap() for _ in range(number)] for number in times]

    def copy(self) -> "Reached":
        """The same so far, to count on from."""
        copied = Reached()
        copied._levels = [[level.copy() for level in levels] for levels in self._levels]
        return copied

    @property
    def learners(self) -> BitMap:
        """Who meets all requirements."""
        enough = [levels[-1] for levels in self._levels]
        return enough[0].intersection(*enough[1:]) if len(enough) > 1 else enough[0]

    def lacking(self, learner: int) -> tuple[int, ...]:
        """How many more of each sort this learner needs."""
        return tuple(sum(learner not in level for level in levels) for levels in self._levels)

    def add(self, learners: BitMap, *sorts: bool) -> BitMap:
        """Count one activity for the requirements whose sort it is; whom it brings to the criterion."""
        before = self.learners.copy()
        self.count(learners, sorts)
        return self.learners - before

    def count(self, learners: BitMap, sorts: tuple[bool, ...]) -> None:
        """The same, where nobody asks whom it brings."""
        for levels, counts in zip(self._levels, sorts, strict=True):
            if counts:
                _count(levels, learners)


class Requirements:
    """What a measure requires of each learner of a cohort: a number, some in person or through the
    curriculum, one of late, each side.

    ``times`` says how many of each sort, and ``sorts`` which of them a fact is of; those of one ``key`` are
    the same.
    """

    def __init__(self, measure: LearnersReached, cohort: int) -> None:
        self._in_person = bool(measure.in_person)
        self._in_curriculum = bool(measure.in_curriculum)
        self._sides = measure.sides
        self._since = (
            None
            if measure.since_year is None
            else academic_year_of_cohort(cohort, measure.since_year).first
        )
        self.times = (
            measure.at_least,
            *([measure.in_person] if self._in_person else []),
            *([measure.in_curriculum] if self._in_curriculum else []),
            *([1] if self._since else []),
            *(1 for _ in measure.sides),
        )
        self.key = self.times, self._in_person, self._in_curriculum, self._since, self._sides

    @property
    def once_is_enough(self) -> bool:
        """Whether any one activity brings a learner there, so that sets need only be joined."""
        return self.times == (1,)

    def sorts(self, fact: Fact) -> tuple[bool, ...]:
        """For each requirement, whether this fact is of its sort."""
        return (
            True,
            *([fact.mode in IN_PERSON] if self._in_person else []),
            *([is_in_curriculum(fact)] if self._in_curriculum else []),
            *([fact.on >= self._since] if self._since else []),
            *(is_of(fact, side) for side in self._sides),
        )


def _count(levels: list[BitMap], learners: BitMap) -> None:
    for place in range(len(levels) - 1, 0, -1):
        levels[place] |= levels[place - 1] & learners
    levels[0] |= learners
