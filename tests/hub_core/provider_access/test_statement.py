"""The publication checker: who must publish, what is missing, and when a review is due."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.provider_access.events import AccessStatementPublished, AccessStatementWithdrawn
from hub_core.provider_access.school_commands import PublishStatement, WithdrawStatement
from hub_core.provider_access.statement import (
    AccessStatement,
    Publication,
    must_publish,
    statement_stream,
)
from hub_core.refusals import Conflict, Invalid
from hub_core.values import WebAddress

ADDRESS = "https://www.ashbrook.example/careers/provider-access"
SECONDARY = Setting(kind=SettingKind.SCHOOL, year_groups=frozenset(range(7, 12)))
REVIEWED = date(2025, 9, 15)


def _statement(*, published: bool = True) -> AccessStatement:
    school = uuid4()
    statement = AccessStatement.of(statement_stream(school))
    if published:
        statement.evolve(
            AccessStatementPublished(
                institution=school, occurred_on=REVIEWED, address=ADDRESS, reviewed_on=REVIEWED
            )
        )
    return statement


@pytest.mark.parametrize(
    ("days", "publication", "remind"),
    [
        (0, Publication.PUBLISHED, False),
        (334, Publication.PUBLISHED, False),
        (335, Publication.REVIEW_DUE, True),
        (364, Publication.REVIEW_DUE, True),
        (365, Publication.OVERDUE, True),
    ],
)
def test_a_review_is_due_after_a_year_and_reminded_before(
    days: int, publication: Publication, remind: bool
) -> None:
    check = _statement().check(SECONDARY, today=REVIEWED + timedelta(days=days))
    assert (check.publication, check.remind) == (publication, remind)
    assert check.review_due_on == date(2026, 9, 15)


@pytest.mark.parametrize(
    ("kind", "year_groups", "asked"),
    [
        (SettingKind.SCHOOL, range(7, 12), True),
        (SettingKind.SPECIAL, range(15), True),
        (SettingKind.SCHOOL, range(8), False),
        (SettingKind.PRIMARY, range(7), False),
        (SettingKind.COLLEGE, range(12, 14), False),
    ],
)
def test_schools_that_teach_years_8_to_13_must_publish(
    kind: SettingKind, year_groups: range, asked: bool
) -> None:
    setting = Setting(kind=kind, year_groups=frozenset(year_groups))
    assert must_publish(setting) is asked
    check = _statement(published=False).check(setting, today=REVIEWED)
    assert check.publication is (Publication.MISSING if asked else Publication.NOT_ASKED)
    assert check.remind is asked


async def test_published_reviewed_and_withdrawn(story: Any) -> None:
    school = await story.school()
    publish = PublishStatement(institution=school, address=ADDRESS, reviewed_on=REVIEWED)
    [event] = await story.new_events(publish)
    assert isinstance(event, AccessStatementPublished)
    assert await story.new_events(publish) == []
    [reviewed] = await story.new_events(PublishStatement(institution=school, address=ADDRESS))
    assert isinstance(reviewed, AccessStatementPublished)
    assert reviewed.reviewed_on == date(2026, 2, 11)
    withdraw = WithdrawStatement(institution=school)
    [gone] = await story.new_events(withdraw)
    assert isinstance(gone, AccessStatementWithdrawn)
    with pytest.raises(Conflict, match="No provider access statement is published"):
        await story.do(withdraw)
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(
            PublishStatement(institution=school, address=ADDRESS, reviewed_on=date(2026, 2, 12))
        )


@pytest.mark.parametrize(
    "written",
    [
        "",
        "careers",
        "https://head@ashbrook.example/",
        "javascript:alert(1)",
        "ftp://a.sch.uk/x",
        "https://ashbrook.example/caf\u00e9",
        "https://" + "a" * 300 + ".uk",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(written, WebAddress)
