"""Every learner reference an institution's vault knows, looked up once for a whole file.

The rule: it holds keyed digests and ordinals, never a reference in clear.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet

#: What ``ordinal`` says of a reference that was erased and stays refused.
ERASED = -1


class LearnerRegister:
    """Ordinals by reference, for one institution, as they stood when it was made."""

    def __init__(
        self,
        keyed: Callable[[str], bytes],
        known: Mapping[bytes, int],
        erased: AbstractSet[bytes],
    ) -> None:
        self._keyed = keyed
        self._known = known
        self._erased = erased

    def ordinal(self, reference: str) -> int | None:
        """The ordinal; None for a reference nobody knows, ``ERASED`` for one that is refused."""
        key = self._keyed(reference)
        found = self._known.get(key)
        if found is None and key in self._erased:
            return ERASED
        return found
