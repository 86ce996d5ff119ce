"""Our own stylesheet holds together: two hands write it at once, and a lost brace hides half of it."""

from pathlib import Path

import services.web

SHEET = Path(services.web.__file__).parent / "static" / "hub.css"


def test_every_block_is_closed_before_the_next_heading() -> None:
    """A heading (a comment at the left edge) never stands inside a block."""
    depth = 0
    for number, line in enumerate(SHEET.read_text().splitlines(), start=1):
        if line.startswith("/*"):
            assert depth == 0, f"A block is still open at line {number}: {line}"
        depth += line.count("{") - line.count("}")
        assert 0 <= depth <= 2, f"Braces do not match at line {number}: {line}"
    assert depth == 0
