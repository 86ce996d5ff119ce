"""The careers programme over HTTP: aims by year group, backing, publication, and careers in subjects."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.execute import ENGLAND
from hub_core.gatsby.edition import editions
from hub_core.gatsby.measures import CurriculumCoverage
from hub_core.gatsby.setting import setting_of
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import load
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.programme.answers import answers
from hub_core.programme.codes import (
    NEVER_EMPTY,
    Audience,
    Backer,
    LearningAim,
    LearningOutcome,
    Statement,
)
from hub_core.programme.commands import (
    BackProgramme,
    MakeStatement,
    PublishProgramme,
    SetAims,
)
from hub_core.programme.curriculum import CurriculumCell, gaps, matrix
from hub_core.programme.programme import CareersProgramme, programme_stream
from hub_core.values import AcademicYear, WebAddress, YearGroup
from services.http.parts import OpenParts, Parts
from services.http.permission import institution_in_path
from services.http.reading import IfNoneMatch, find, one
from services.http.routes import command_route, read_route

_PROGRAMME = "/institutions/{institution:uuid}/programme"
#: The edition whose criteria a programme answers, and whose criterion asks for careers in every subject.
_EDITION, _CURRICULUM = "GATSBY-2024", "4.1"

Year = Annotated[
    AcademicYear | None, QueryParameter(description="Academic year; the current one by default.")
]


class AimsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one taught year group is to learn; ``missing`` says that nobody has said."""

    year_group: YearGroup
    aims: tuple[LearningAim, ...]
    outcomes: tuple[LearningOutcome, ...]
    missing: bool


class BackingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who backed the programme, and when last."""

    by: Backer
    backed_on: date


class OwnStatementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the institution says of itself."""

    statement: Statement
    holds: bool


class CriterionAnswerView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A criterion only the institution can answer, as its programme answers it."""

    criterion: str
    wording: str
    met: bool


class ProgrammeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A careers programme as it stands; version 0: nothing has been said yet.

    ``must_not_be_empty`` are the year groups without which it cannot be published.
    """

    institution: UUID
    academic_year: AcademicYear
    version: int
    year_groups: tuple[AimsView, ...]
    must_not_be_empty: tuple[YearGroup, ...]
    address: WebAddress | None
    audiences: tuple[Audience, ...]
    backing: tuple[BackingView, ...]
    statements: tuple[OwnStatementView, ...]
    answers: tuple[CriterionAnswerView, ...]


class CurriculumView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Careers in subjects by year group; ``empty`` are the cells without any."""

    institution: UUID
    academic_year: AcademicYear
    filled: int
    cells: tuple[CurriculumCell, ...]
    empty: tuple[CurriculumCell, ...]


@read_route(_PROGRAMME, operation="programme.programme", about=institution_in_path, versioned=True)
async def programme(
    parts: OpenParts,
    institution: FromPath[UUID],
    year: Year = None,
    if_none_match: IfNoneMatch = None,
) -> Response[ProgrammeView]:
    """An institution's careers programme: every taught year group, those without aims too."""
    ledger, today = parts.platform.ledger, _today(parts)
    known = await find(ledger, Institution, institution, no_such_institution(institution))
    chosen = year or academic_year_of(today)
    found = await load(ledger, CareersProgramme, programme_stream(institution, chosen))
    setting = setting_of(known.details)
    told = answers(found, setting, today=today)
    view = ProgrammeView(
        institution=institution,
        academic_year=chosen,
        version=found.version,
        year_groups=tuple(
            AimsView(
                year_group=year_group,
                aims=found.aims.get(year_group, ((), ()))[0],
                outcomes=found.aims.get(year_group, ((), ()))[1],
                missing=year_group not in found.aims,
            )
            for year_group in sorted(setting.year_groups)
        ),
        must_not_be_empty=tuple(one for one in found.empty(setting) if one in NEVER_EMPTY),
        address=found.address,
        audiences=found.audiences,
        backing=tuple(BackingView(by=by, backed_on=on) for by, on in found.backed.items()),
        statements=tuple(
            OwnStatementView(statement=said, holds=holds)
            for said, holds in found.statements.items()
        ),
        answers=tuple(
            CriterionAnswerView(
                criterion=criterion.code, wording=criterion.wording, met=told[criterion.code]
            )
            for _, criterion in editions()[_EDITION].criteria()
            if criterion.code in told
        ),
    )
    return one(view, version=found.version, if_none_match=if_none_match)


@read_route(
    "/institutions/{institution:uuid}/curriculum",
    operation="programme.curriculum",
    about=institution_in_path,
)
async def curriculum(
    parts: OpenParts, institution: FromPath[UUID], year: Year = None
) -> Response[CurriculumView]:
    """Where subjects are linked to careers, year group by year group, and where they are not."""
    ledger = parts.platform.ledger
    known = await find(ledger, Institution, institution, no_such_institution(institution))
    chosen = year or academic_year_of(_today(parts))
    asked = _asked()
    taught = setting_of(known.details).year_groups
    cells = matrix(
        await all_of_institution(ledger, Activity, institution, OF_ACTIVITIES),
        year=chosen,
        year_groups=[one for one in asked.year_groups if one in taught],
        subjects=asked.subjects,
    )
    empty = gaps(cells)
    return Response(
        CurriculumView(
            institution=institution,
            academic_year=chosen,
            filled=len(cells) - len(empty),
            cells=tuple(cells),
            empty=tuple(empty),
        )
    )


def _asked() -> CurriculumCoverage:
    """Which subjects and year groups criterion 4.1 asks for."""
    for _, criterion in editions()[_EDITION].criteria():
        if criterion.code == _CURRICULUM and isinstance(criterion.measure, CurriculumCoverage):
            return criterion.measure
    raise LookupError(f"{_EDITION} has no criterion {_CURRICULUM} about the curriculum")


def _today(parts: Parts) -> date:
    return parts.platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    programme,
    curriculum,
    command_route(f"{_PROGRAMME}/aims", SetAims, replaces=True),
    command_route(f"{_PROGRAMME}/publish", PublishProgramme),
    command_route(f"{_PROGRAMME}/back", BackProgramme),
    command_route(f"{_PROGRAMME}/statements", MakeStatement),
)
