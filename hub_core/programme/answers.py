"""What a programme answers of the benchmarks' criteria: those that only the institution itself can say.

The rule: the answers are yes or no by the codes of the 2024 edition, and what nobody has said has no
answer. They are the institution's word, never evidence.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from hub_core.gatsby.setting import Setting
from hub_core.programme.codes import BACKING_HOLDS_DAYS, Audience, Backer, Statement
from hub_core.programme.programme import CareersProgramme

#: The criterion that each statement answers. Source: domain 1.7.
CRITERION_OF: Mapping[Statement, str] = {
    Statement.TAILORED: "1.2a",
    Statement.IN_DEVELOPMENT_PLAN: "1.2d",
    Statement.LMI_FOR_PARENTS: "2.2",
    Statement.LMI_FOR_STAFF: "2.3",
    Statement.RECORDS_OPEN: "3.3",
    Statement.GUIDANCE_TOLD: "8.4",
}
GOVERNORS, AIMS, HEAD, PUBLISHED = "1.2b", "1.2c", "1.2f", "1.3"


def answers(programme: CareersProgramme, setting: Setting, *, today: date) -> dict[str, bool]:
    """The answers by criterion, in the edition's order."""
    found = {CRITERION_OF[one]: holds for one, holds in programme.statements.items()}
    if (backed := programme.backed.get(Backer.GOVERNORS)) is not None:
        found[GOVERNORS] = today - backed <= timedelta(days=BACKING_HOLDS_DAYS)
    if Backer.HEAD in programme.backed:
        found[HEAD] = True
    if programme.aims:
        found[AIMS] = not programme.empty(setting)
    if programme.address is not None:
        found[PUBLISHED] = set(programme.audiences) == set(Audience)
    return dict(sorted(found.items()))
