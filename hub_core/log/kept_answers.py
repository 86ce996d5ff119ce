"""What was worked out of an institution's own events, kept by a process until one more of them is recorded.

The rule: an answer is given again while the institution's last event is the one it stood at and the log lives
the same life. That is asked first, each time, and costs the same however many events there are.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar
from uuid import UUID

import asyncpg

Answer = TypeVar("Answer")

#: Answers kept at most. The largest, all figures of a large school, is about 300 kB.
MOST_KEPT = 200
_STANDS = """
select (select id from ledger.incarnation order by began_at desc limit 1),
    (select position from ledger.events where institution = $1 order by position desc limit 1)
"""


class KeptAnswers:
    """Answers by institution and question. Whoever gets one only reads it: others are given the same."""

    def __init__(self, pool: asyncpg.Pool, most: int = MOST_KEPT) -> None:
        self._pool = pool
        self._most = most
        self._kept: OrderedDict[tuple[UUID, Hashable], tuple[Any, Any]] = OrderedDict()

    async def of(
        self, institution: UUID, question: Hashable, work_out: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """The answer to a question, worked out anew where something was recorded since. It follows from the
        events that name the institution and from what the question says, today's date included, alone."""
        # Asked before the events are: an answer may know more than it says it stands at, never less.
        stands = await self._pool.fetchrow(_STANDS, institution)
        about = (institution, question)
        if about in self._kept and self._kept[about][0] == stands:
            self._kept.move_to_end(about)
            answer: Answer = self._kept[about][1]
            return answer
        answer = await work_out()
        self._kept[about] = (stands, answer)
        self._kept.move_to_end(about)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return answer
