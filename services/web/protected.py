"""From protected counts to what a chart or a sentence shows.

The one rule: what disclosure control withholds stays withheld; this module never sees the number.
"""

from hub_core.disclosure import ProtectedCount
from services.web.charts import Amount, known, suppressed


def shown(count: ProtectedCount) -> Amount:
    """A count as a chart draws it."""
    return suppressed(count.text) if count.shown is None else known(count.shown)
