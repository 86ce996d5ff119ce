"""Records of reads for tests of pages that stand on no database: kept in a list, in order."""

from hub_core.audit import Access


class AccessesInMemory:
    """What was recorded is in ``records``."""

    def __init__(self) -> None:
        self.records: list[Access] = []

    async def write(self, one: Access, /) -> None:
        self.records.append(one)
