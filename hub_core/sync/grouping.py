"""From rows to activities: one pass over a file, one set of learners an activity.

The rule: a row costs a look into two caches and no more: one by all the cells that tell of the activity,
one by the learner. What is wrong is kept beside, row by row, and an activity whose rows disagree, or are
wrong in what they say of it, is left as it stands, whole.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter

from pyroaring import BitMap

from hub_core.activities.events import Details, Provider
from hub_core.files.formulas import is_formula
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.reference.encounters import MeaningfulCheck
from hub_core.sync import problems
from hub_core.sync.cells import LONGEST_ID, CellReader, Told
from hub_core.sync.fields import fields_of
from hub_core.sync.kinds import UploadKind
from hub_core.sync.problems import Fault, RowProblem

#: Which kinds of activity need nobody by name.
WITHOUT_LEARNERS = (ActivityKind.PARENT_ACTIVITY, ActivityKind.STAFF_DEVELOPMENT)
#: In which fields rows of one activity may disagree, beside the day.
_COMPARED = (
    "type",
    "mode",
    "minutes",
    "size",
    "sector",
    "provider",
    "adviser_level",
    "subjects",
    "year_groups",
    "pathways",
    "stem",
    "workplace",
    "campaigns",
)
#: The longest reference the roster takes.
LONGEST_REFERENCE = 64

#: An ordinal; None for a reference nobody knows; below 0 for one that is refused for good.
Ordinal = Callable[[str], int | None]


class Group:
    """One activity of the file as its rows tell it."""

    __slots__ = ("faulty", "held", "id", "learners", "line", "told")

    def __init__(self, source_id: str, told: Told | None, line: int) -> None:
        self.id = source_id
        self.told = told
        self.line = line
        self.learners = BitMap()
        #: References nobody knows yet, with the line each stands on.
        self.held: dict[str, int] = {}
        self.faulty = told is None


class _Way:
    """What is known of rows whose cells about the activity are these: their group, or why they have none."""

    __slots__ = ("add", "faults", "group", "needs_learner")

    def __init__(self, group: Group, faults: list[Fault], needs_learner: bool) -> None:
        self.group = group
        self.add = group.learners.add
        self.faults = faults
        self.needs_learner = needs_learner


class Grouping:
    """The pass over one file; afterwards ``groups`` by the source's id, and ``problems`` by line."""

    def __init__(
        self,
        *,
        columns: tuple[str, ...],
        mapped: Mapping[str, str],
        always: Mapping[str, str],
        reader: CellReader,
        ordinal: Ordinal,
    ) -> None:
        self.groups: dict[str, Group] = {}
        self.problems: list[RowProblem] = []
        self.rows = 0
        self._headings = dict(mapped)
        self._always = {name: text for name, text in always.items() if name not in mapped}
        self._fields = tuple(name for name in mapped if name != "learner")
        self._places = tuple(columns.index(mapped[name]) for name in self._fields)
        self._learner = columns.index(mapped["learner"])
        self._reader = reader
        self._ordinal = ordinal
        self._ways: dict[object, _Way] = {}
        #: What each reference in the file is: an ordinal, below 0 when erased, or None.
        self._learners: dict[str, int | None] = {}

    def take(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Take every row in."""
        pick, place = itemgetter(*self._places), self._learner
        ways, ordinals = self._ways, self._learners
        taken, last = 0, object()
        way: _Way | None = None
        for line, cells in rows:
            taken += 1
            key = pick(cells)
            if key != last or way is None:  # rows of an activity mostly stand together
                way = ways.get(key) or self._begin(key, line)
                last, learners, add, clean = key, way.group.learners, way.add, not way.faults
            ordinal = ordinals.get(cells[place])
            if ordinal is None or ordinal < 0 or not clean or ordinal in learners:
                self._unusual(way, cells[place], line)
            else:
                add(ordinal)
        self.rows += taken

    def _begin(self, key: object, line: int) -> _Way:
        """Rows with these cells come for the first time."""
        cells = dict(zip(self._fields, key if isinstance(key, tuple) else (key,), strict=True))
        cells |= self._always
        source_id = cells.pop("activity").strip()
        told = self._reader.read(cells)
        faults = told if isinstance(told, list) else []
        faults = _of_id(source_id) + faults
        content = told if isinstance(told, Told) and not faults else None
        group = self._group(source_id, content, line) if not _is_elsewhere(faults) else None
        if group is not None and content is not None and group.told not in (None, content):
            faults = [self._disagreement(group, content)]
            group.faulty = True
        if group is None:
            group = Group(source_id, None, line)  # of another institution: seen by nobody else
        elif faults:
            group.faulty = True
        way = _Way(group, faults, content is None or _needs_learner(content.details))
        self._ways[key] = way
        return way

    def _group(self, source_id: str, content: Told | None, line: int) -> Group:
        group = self.groups.get(source_id)
        if group is None:
            group = self.groups[source_id] = Group(source_id, content, line)
        elif group.told is None and content is not None:
            group.told, group.line = content, line
        return group

    def _unusual(self, way: _Way, written: str, line: int) -> None:
        """A row that the caches do not settle."""
        if way.faults:
            for fault in way.faults:
                self._tell(fault, line)
            return
        reference = written.strip()
        if not reference:
            if way.needs_learner:
                self._tell(problems.missing("learner", "The learner"), line)
            return
        if wrong := not_a_reference(reference):
            self._tell(wrong, line)
            return
        if reference not in self._learners:
            self._learners[reference] = self._ordinal(reference)
        ordinal = self._learners[written] = self._learners[reference]
        if ordinal is None:
            self._hold(way.group, reference, line)
        elif ordinal < 0:
            self._tell(problems.erased_learner(reference), line)
        elif ordinal in way.group.learners:
            self._tell(problems.duplicate(reference), line)
        else:
            way.add(ordinal)

    def _hold(self, group: Group, reference: str, line: int) -> None:
        if reference in group.held:
            self._tell(problems.duplicate(reference), line)
            return
        group.held[reference] = line
        self._tell(problems.unknown_learner(reference), line)

    def _tell(self, fault: Fault, line: int) -> None:
        heading = self._headings.get(fault.field)
        shown = heading or fields_of(UploadKind.ACTIVITIES)[fault.field].heading
        self.problems.append(fault.on(line, shown))

    def _disagreement(self, group: Group, content: Told) -> Fault:
        """The first thing in which two rows of one activity differ."""
        assert group.told is not None
        if group.told.held_on != content.held_on:
            first, other = f"{group.told.held_on:%d/%m/%Y}", f"{content.held_on:%d/%m/%Y}"
            return problems.says_otherwise("date", other, first=first, line=group.line)
        for field in _COMPARED:
            first, other = (getattr(one.details, field) for one in (group.told, content))
            if first != other:
                return problems.says_otherwise(
                    field, _plain(other), first=_plain(first), line=group.line
                )
        for point in MeaningfulCheck:
            before, now = (one.checks.get(point) for one in (group.told, content))
            if before != now:
                return problems.says_otherwise(
                    point.value, _plain(now), first=_plain(before), line=group.line
                )
        raise AssertionError("two rows that differ agree in every field")


def _plain(value: object) -> str:
    """A field's value as the file would have it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Provider():
            return f"{value.kind.value}, {'' if value.approved_technical else 'not '}technical"
        case tuple():
            return ";".join(map(str, value))
        case _:
            return str(value)


def _of_id(source_id: str) -> list[Fault]:
    if not source_id:
        return [problems.missing("activity", "The activity's id")]
    if is_formula(source_id):
        return [problems.formula("activity", source_id)]
    if len(source_id) > LONGEST_ID:
        reason = f"An activity's id has {LONGEST_ID} characters at most."
        return [Fault("activity", source_id, "not-an-id", reason, "Shorten it in your system.")]
    return []


def _is_elsewhere(faults: Iterable[Fault]) -> bool:
    return any(fault.code == "another-institution" for fault in faults)


def not_a_reference(reference: str) -> Fault | None:
    if is_formula(reference):
        return problems.formula("learner", reference)
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        return problems.not_a_reference(reference)
    return None


def _needs_learner(details: Details) -> bool:
    return KIND_OF[details.type] not in WITHOUT_LEARNERS
