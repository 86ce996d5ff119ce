"""What becomes of an encounter at one institution, decided when it is proposed.

The rule: a script follows the order an institution's part allows (``hub_core.encounters.part``), and no
step comes before the one before it.
"""

from enum import IntEnum

from services.platform.england.habits import (
    CANCELLED,
    CONFIRMED,
    CONFIRMED_LATE,
    CORRECTED,
    DECLINED,
    DISPUTED,
    NOT_REPORTED,
    RESCHEDULED,
    UNANSWERED,
    WITHDRAWN_AGAIN,
    Supply,
)
from services.platform.england.lives import Life

_DECLINED = DECLINED
_UNANSWERED = _DECLINED + UNANSWERED
_CANCELLED = _UNANSWERED + CANCELLED
_RESCHEDULED = _CANCELLED + RESCHEDULED


class Step(IntEnum):
    """What can happen to an institution's part."""

    PROPOSE = 0
    ACCEPT = 1
    DECLINE = 2
    RESCHEDULE = 3
    CANCEL = 4
    DELIVER = 5
    CONFIRM = 6
    DISPUTE = 7
    CORRECT = 8
    WITHDRAW = 9


Script = list[tuple[int, Step]]


def write_script(life: Life, draws: bytes, proposed: int, held: int) -> tuple[int, Script]:
    """The day it is held in the end, and the steps with their days, the last one first.

    ``draws`` are bytes of chance; the places used here are 3 to 14.
    """
    script: Script = [(proposed, Step.PROPOSE)]
    period = life.period
    supply = life.supply[period.year_of(held)]
    if supply is Supply.NOTHING:
        return held, script
    fate = draws[3]
    answer = life.attends(proposed + 1 + draws[4] % max(1, (held - proposed) // 2))
    if fate < _UNANSWERED:
        if fate < _DECLINED:
            script.insert(0, (answer, Step.DECLINE))
        return held, script
    script.append((answer, Step.ACCEPT))
    if fate < _RESCHEDULED:
        change = period.working(answer + ((held - answer) * draws[5] >> 8))
        if fate < _CANCELLED:
            script.append((change, Step.CANCEL))
            return held, script[::-1]
        held = life.attends(held + 7 + draws[6] % 21)
        script.append((change, Step.RESCHEDULE))
        script.append((life.attends(change + 1 + draws[7] % 4), Step.ACCEPT))
    told = held
    if draws[8] >= NOT_REPORTED:
        told = period.working(held + (draws[9] * draws[9] >> 14))
        script.append((told, Step.DELIVER))
    if supply is not Supply.NO_CONFIRMATIONS:
        _write_answer(life, draws, held, told, script)
    return held, script[::-1]


def _write_answer(life: Life, draws: bytes, held: int, told: int, script: Script) -> None:
    """What the institution says afterwards."""
    wait = (draws[12] * draws[12] * 22) >> 16
    likely = CONFIRMED
    if life.late:
        wait = 45 + (draws[12] * 75 >> 8)
        likely = CONFIRMED_LATE
    if draws[11] >= likely:
        return
    day = life.attends(told + wait)
    if draws[10] < DISPUTED and script[-1][1] is Step.DELIVER:
        script.append((day, Step.DISPUTE))
        return
    # Nobody is confirmed before the roster that names them has come.
    day = max(day, life.roster_days[life.period.year_of(held)])
    script.append((day, Step.CONFIRM))
    later = life.attends(day + 3 + draws[14] % 28)
    if draws[13] < CORRECTED:
        script.append((later, Step.CORRECT))
    elif draws[13] < CORRECTED + WITHDRAWN_AGAIN:
        script.append((later, Step.WITHDRAW))
