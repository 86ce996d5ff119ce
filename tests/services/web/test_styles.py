"""Our own styles: a browser skips what it cannot read without a word, so this says it."""

import re
from pathlib import Path

import services.web

STYLES = Path(services.web.__file__).parent / "static" / "hub.css"


def test_every_block_is_closed_where_it_should_be() -> None:
    text = re.sub(r"/\*.*?\*/", "", STYLES.read_text(), flags=re.DOTALL)
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        depth += line.count("{") - line.count("}")
        assert depth in (0, 1), f"a block before line {number} is not closed: {line[:60]}"
        assert not (depth and line.startswith("@")) or line.startswith(("@media", "@font-face")), (
            f"a rule begins inside another at line {number}: {line[:60]}"
        )
    assert depth == 0
