"""Who is missing: a school's own learners whom a figure does not reach yet, as a page and as a file.

Journey: a careers leader sees that some have too few hours at workplaces, opens who they are, those who need
most first, and takes the file to whoever finds the placements. When everybody is there, the page says so; of
an erased learner it says that nobody knows who it is; of a school that only counts, that nobody is named, and
what would change that.
The rule: for the school's own people alone, and that they asked is recorded.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, SkipValidation

from hub_core.files.spreadsheets import UTF_8, as_csv
from hub_core.gatsby.not_reached import NobodyNamed, NotReached
from hub_core.gatsby.workplace_hours import Short
from projections.benchmark_progress.queries import Queries
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer
from services.web.institution_frame import frame
from services.web.institution_page.asked import day_in, edition_in
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in import SignIn
from services.web.words import ENGLAND, hours_and_minutes, long_date

MISSING = permitted("progress.missing", about=institution_in_path)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One learner, and what they lack where hours are asked for."""

    learner: str
    minutes: int = 0
    in_person: int = 0

    @property
    def time(self) -> str:
        """How much time is still to go."""
        return hours_and_minutes(self.minutes) if self.minutes else "None"

    @property
    def there(self) -> str:
        """Whether they still have to be there in person."""
        return "Still to come" if self.in_person else "Done"


def lines_of(found: NotReached, references: dict[int, str]) -> list[Line]:
    """A line for each learner somebody knows: those who lack most first, then by reference."""
    nothing = Short(minutes=0, in_person=0)
    lines = []
    for learner, reference in references.items():
        short = found.short.get(learner, nothing)
        lines.append(Line(learner=reference, minutes=short.minutes, in_person=short.in_person))
    return sorted(lines, key=lambda one: (-one.minutes, one.learner))


@route(
    "/institutions/{institution:uuid}/missing/{asked:str}",
    http_method=READ,
    include_in_schema=False,
    guards=[MISSING],
)
async def institution_missing(
    request: Asked,
    institution: FromPath[UUID],
    asked: FromPath[str],
    principal: CurrentPrincipal,
    benchmark_queries: NamedDependency[SkipValidation[Queries]],
    sign_in: NamedDependency[SkipValidation[SignIn]],
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[str]:
    """The school's own references of the learners a figure does not reach yet: a page, or ``.csv``."""
    criterion = asked.removesuffix(".csv")
    day = day_in(as_at, clock().astimezone(ENGLAND).date())
    rules = edition_in(edition, day)
    found = await benchmark_queries.missing(institution, rules, criterion, as_at=day)
    if found is None:
        raise NotFoundException(f"This school has no figure called “{criterion[:20]}”.")
    if isinstance(found, NobodyNamed):
        if criterion != asked:
            raise NotFoundException(f"{found.why} {found.remedy}".rstrip())
        name, shown = "institution/nobody_named.html", dict[str, Any]()
    else:
        references = await sign_in.parts.vault.references(institution, found.learners)
        lines = lines_of(found, references)
        if criterion != asked:
            return _file(found, lines, f"missing-{criterion}-{day}.csv")
        name, shown = "institution/missing.html", _named(found, lines, day)
    text = page(
        request,
        templates,
        name,
        frame=await frame(request, principal, institution, "missing"),
        criterion=criterion,
        found=found,
        query=f"?edition={rules.code}&as_at={day.isoformat()}",
        **shown,
    )
    return answer(text)


def _named(found: NotReached, lines: list[Line], day: date) -> dict[str, Any]:
    """Those who can be named, and how many cannot any more."""
    erased = len(found.learners) - len(lines)
    return {"lines": lines, "erased": erased, "as_at": long_date(day)}


def _file(found: NotReached, lines: list[Line], name: str) -> Response[str]:
    head: tuple[str, ...] = ("Learner", "Not reached yet")
    rows: list[tuple[str, ...]] = [(one.learner, found.wording) for one in lines]
    if found.short:
        head = (*head, "Minutes still to go", "Times in person still to come")
        rows = [
            (*row, str(one.minutes), str(one.in_person))
            for row, one in zip(rows, lines, strict=True)
        ]
    return Response(
        UTF_8 + as_csv(head, rows),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (institution_missing,)
