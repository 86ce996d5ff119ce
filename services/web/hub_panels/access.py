"""Provider access at a hub: phases met at each school, what providers asked, statements missing.

The rule: phases are the figures of each school's own progress; requests and statements are read from the log
itself. A school is shown where the law asks a statement of it, and no learner is counted.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from hub_core.academic_years import academic_year_of
from hub_core.attention.reasons import Concern
from hub_core.belonging import members_of
from hub_core.gatsby.edition import edition_in_use
from hub_core.gatsby.figures import Status
from hub_core.gatsby.setting import setting_of
from hub_core.log.repository import Looked
from hub_core.membership.institution import Institution
from hub_core.provider_access.codes import RequestStatus
from hub_core.provider_access.request import OF_REQUESTS, AccessRequest
from hub_core.provider_access.statement import (
    AccessStatement,
    Check,
    Publication,
    must_publish,
    statement_stream,
)
from projections.read_model import BeingUpdated
from services.web.hub_attention.view import NEXT_STEPS
from services.web.hub_members.view import phase_label
from services.web.hub_panels.panel import (
    NOTHING_WAITS,
    KeyFigure,
    Panel,
    Question,
    Row,
    Rows,
    Section,
    field,
    labels,
    whose_field,
    year_field,
)
from services.web.hub_panels.schools import PhaseOfSchool, School, Which, criterion_of, phases_of
from services.web.words import counted, long_date, number

NEXT = "Next step"


async def access_panel(question: Question) -> Panel | BeingUpdated:
    """The schools of the hub that owe providers access."""
    hub, year, today = question.hub, question.academic_year, question.today
    # The duty is the law's and not an edition's: only the newest asks about it, of whatever year.
    edition = edition_in_use(today)
    code, phases = criterion_of(edition)
    figures = await question.progress.figures_of_members(
        hub, year, edition, {code}, today=today, scope=question.scope
    )
    if isinstance(figures, BeingUpdated):
        return figures
    members = await members_of(question.ledger, hub)
    looked = await question.look()
    requests = await looked.all_of(AccessRequest, members, OF_REQUESTS)

    async def stand(looked: Looked) -> tuple[School, ...]:
        schools = await _schools_that_owe(looked, members, today)
        found = [
            School(
                institution=one.id,
                name=one.details.name,
                phase=phase_label(one.details.phase),
                check=check,
                phases=phases_of(figures.get(one.id), phases),
                requests=tuple(
                    each for each in requests[one.id] if academic_year_of(each.asked_on) == year
                ),
            )
            for one, check in schools
        ]
        return tuple(sorted(found, key=lambda one: (not next_step(one, today), one.name)))

    about = ("provider access", hub, year, today)
    return panel_of(question, await looked.worked_out(about, (members, figures, requests), stand))


async def _schools_that_owe(
    looked: Looked, members: Sequence[UUID], today: date
) -> list[tuple[Institution, Check]]:
    """Those of the members that the law asks a statement of, and how it stands with that."""
    known = await looked.read_many(Institution, members)
    schools = [one for one in known.values() if must_publish(setting_of(one.details))]
    statements = await looked.read_many(
        AccessStatement, (statement_stream(one.id) for one in schools)
    )
    return [
        (one, statements[statement_stream(one.id)].check(setting_of(one.details), today=today))
        for one in schools
    ]


def panel_of(question: Question, found: Sequence[School]) -> Panel:
    """The panel of these schools."""
    which = question.chosen("show", [one.value for one in Which])
    taken = question.taken(one.institution for one in found)
    chosen = [one for one in found if one.is_one_of(which) and one.institution in taken]
    return Panel(
        title="Provider access",
        headline=headline(found),
        figures=_figures(found),
        fields=(
            field("show", "Which", labels(Which), which, "Every school"),
            whose_field(question),
            year_field(question),
        ),
        sections=(_schools(chosen, question), _requests(chosen, question)),
        head=_HEAD,
        file=(_line(one, question.today) for one in chosen),
        terms=TERMS,
        nothing="" if found else NOTHING,
    )


def headline(found: Sequence[School]) -> str:
    """How many schools meet every phase asked of them, and how many statements are missing."""
    if not found:
        return "No member of this hub is asked for provider access"
    told = [one for one in found if one.phases is not None]
    met = sum(not one.owing for one in told)
    missing = sum(one.check.publication is Publication.MISSING for one in found)
    said = f"{number(met)} of {counted(len(found), 'school')} {'meets' if met == 1 else 'meet'} every phase"
    if len(told) < len(found):
        said += f", {number(len(found) - len(told))} supplied no data"
    return f"{said}. {counted(missing, 'access statement')} missing"


def next_step(school: School, today: date) -> str:
    """What to do about it next; empty where nothing waits."""
    if school.check.publication is Publication.MISSING:
        return NEXT_STEPS[Concern.STATEMENT_MISSING]
    if waiting := school.with_status(RequestStatus.WAITING):
        days = max(one.days_waiting(today) or 0 for one in waiting)
        return f"Ask the school to answer: a provider has waited for {counted(days, 'day')}."
    if school.phases is None:
        return "Ask the school to record its provider encounters, or to send its activities."
    if owing := school.owing:
        return _owed(owing[0], today)
    if school.check.remind:
        return NEXT_STEPS[Concern.STATEMENT_OVERDUE]
    return ""


def _owed(phase: PhaseOfSchool, today: date) -> str:
    figure = phase.asked
    if figure is None:
        raise ValueError(f"The {phase.name} phase is not asked of this school.")
    many = counted((figure.denominator or 0) - figure.numerator, "encounter")
    about = f"Year {figure.year_group}"
    if figure.open_until is not None and figure.open_until < today:
        return f"Ask why: {many} of the {phase.name} phase did not take place for {about}."
    until = f" before {long_date(figure.open_until)} is over" if figure.open_until else ""
    return f"Find a provider for {many} of the {phase.name} phase for {about}{until}."


def _figures(found: Sequence[School]) -> tuple[KeyFigure, ...]:
    log = "as things stand now"
    told = sum(one.phases is not None for one in found)
    schools = f"of {number(len(found))}"

    def asked(*statuses: RequestStatus) -> tuple[str, str]:
        behind = [len(one.with_status(*statuses)) for one in found]
        return number(
            sum(behind)
        ), f"at {number(sum(map(bool, behind)))} of {len(found)} schools, {log}"

    waiting, refused = asked(RequestStatus.WAITING), asked(RequestStatus.REFUSED)
    return (
        KeyFigure(
            label="Meet every phase",
            amount=number(sum(one.phases is not None and not one.owing for one in found)),
            of=schools,
            rests_on=f"{number(told)} supplied data this year",
        ),
        KeyFigure(
            label="Statements published",
            amount=number(sum(one.check.publication is not Publication.MISSING for one in found)),
            of=schools,
            rests_on=f"schools the law asks one of, {log}",
        ),
        KeyFigure(
            label="Requests asked",
            amount=asked(*RequestStatus)[0],
            rests_on=asked(*RequestStatus)[1],
        ),
        KeyFigure(label="Waiting for an answer", amount=waiting[0], rests_on=waiting[1]),
        KeyFigure(label="Refused", amount=refused[0], rests_on=refused[1]),
    )


def _schools(chosen: Sequence[School], question: Question) -> Section:
    return Section(
        key="schools",
        heading="School by school",
        says="Each phase asks for two encounters with providers of technical education or apprenticeships, "
        "in school time. A phase is met by the older of its year groups, whose time ends on 28 February. "
        "Schools with something to do come first.",
        columns=(
            "School",
            "First phase",
            "Second phase",
            "Third phase",
            "Requests",
            "Statement",
            NEXT,
        ),
        rows=Rows(chosen, lambda one: _school_row(one, question)),
        empty="No school matches what you chose.",
        wide=frozenset({NEXT}),
    )


def _school_row(one: School, question: Question) -> Row:
    today = question.today
    return Row(
        name=one.name,
        href=question.member(one.institution),
        about=one.phase,
        cells=(
            *_phase_cells(one),
            requests_words(one, today),
            _statement(one.check),
            next_step(one, today) or NOTHING_WAITS,
        ),
    )


def _phase_cells(school: School) -> tuple[str, ...]:
    if school.phases is None:
        return (Status.NO_DATA.label,) * 3
    return tuple(map(phase_words, school.phases))


def phase_words(phase: PhaseOfSchool) -> str:
    """A phase in words: met or not, and what was put on for each of its year groups."""
    figures = [one for one in (phase.older, phase.younger) if one is not None]
    if phase.asked is None:
        return "Not taught"
    word = "Met" if phase.met else phase.asked.status.label
    said = [f"Year {one.year_group}: {one.numerator} of {one.denominator}" for one in figures]
    return f"{word}. {', '.join(said)}"


def requests_words(school: School, today: date) -> str:
    """How many were asked, and what waits or was refused."""
    if not school.requests:
        return "None asked"
    said = [f"{number(len(school.requests))} asked"]
    if waiting := school.with_status(RequestStatus.WAITING):
        days = max(one.days_waiting(today) or 0 for one in waiting)
        said.append(f"{number(len(waiting))} waiting, up to {counted(days, 'day')}")
    if refused := school.with_status(RequestStatus.REFUSED):
        said.append(f"{number(len(refused))} refused")
    return ", ".join(said)


def _statement(check: Check) -> str:
    due = "" if check.review_due_on is None else f", review due on {long_date(check.review_due_on)}"
    return f"{check.publication.label}{due}"


def _requests(chosen: Sequence[School], question: Question) -> Section:
    asked = [(school, one) for school in chosen for one in school.requests]
    asked.sort(key=lambda each: (each[1].asked_on, str(each[1].id)), reverse=True)
    return Section(
        key="requests",
        heading="Request by request",
        says="The latest comes first.",
        columns=(
            "School",
            "Provider",
            "Asked on",
            "Year groups",
            "How it stands",
            "Days to answer",
        ),
        rows=Rows(asked, lambda each: _request_row(*each, question)),
        empty="No provider asked these schools in this academic year.",
    )


def _request_row(school: School, one: AccessRequest, question: Question) -> Row:
    return Row(
        name=school.name,
        href=question.member(school.institution),
        cells=(
            one.asking.name or one.asking.kind.label,
            long_date(one.asked_on),
            ", ".join(map(str, one.year_groups)),
            stands(one),
            _days(one, question.today),
        ),
    )


def stands(request: AccessRequest) -> str:
    """How a request stands, with the reason of a refusal and the day of what was agreed."""
    if request.refusal is not None and request.status is RequestStatus.REFUSED:
        return f"{request.status.label}: {request.refusal.label}"
    if request.agreed_for is not None and request.status is RequestStatus.GRANTED:
        return f"{request.status.label} for {long_date(request.agreed_for)}"
    return request.status.label


def _days(request: AccessRequest, today: date) -> str:
    days = request.days_waiting(today)
    if days is None:
        return "Withdrawn before"
    return number(days) if request.answered_on else f"{number(days)} so far"


def _line(school: School, today: date) -> tuple[str, ...]:
    return (
        school.name,
        *(("x",) * 3 if school.phases is None else _phase_cells(school)),
        str(len(school.requests)),
        str(len(school.with_status(RequestStatus.WAITING))),
        str(len(school.with_status(RequestStatus.REFUSED))),
        school.check.publication.label,
        school.check.review_due_on.isoformat() if school.check.review_due_on else "z",
        next_step(school, today) or "z",
    )


_HEAD = (
    "School", "First phase", "Second phase", "Third phase", "Requests asked", "Waiting", "Refused",
    "Statement", "Review due on", "Next step",
)  # fmt: skip
NOTHING = (
    "No member of this hub teaches any of Years 8 to 13, so the law asks provider access of none. A school "
    "appears here as soon as it is admitted."
)
TERMS: Mapping[str, str] = {
    "Phase": "Years 8 and 9, Years 10 and 11, Years 12 and 13. Each year group has until 28 February of its "
    "second year. Pupils must attend the first two phases; the school owes all three.",
    "Met": "Two encounters took place for the whole year group, in school time, with all four parts: the "
    "provider, the careers, what learning there is like, and questions answered.",
    "Request": "A provider asked to come in. Its reason for a refusal is the school’s own, from a list.",
    "Statement": "The provider access statement that the law asks schools to publish. Whether it can be "
    "found at its address is not tried here.",
    "No data supplied": "The school has told nothing this year from which it could be seen. It is "
    "not a nought.",
}
