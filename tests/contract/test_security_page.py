"""What the security pages name is there: every test, every file, every chapter of the standard."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("docs/security.md", "docs/threat-model.md", "docs/data-protection.md", "SECURITY.md")
_NAMED = re.compile(r"`((?:tests|services|hub_core|docs|projections)/[\w/.-]+)`")
_LINKED = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = _NAMED.findall(text)
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [
        link for link in _LINKED.findall(text) if not (ROOT / page).parent.joinpath(link).exists()
    ]
    assert not missing


def test_every_chapter_of_the_standard_is_answered() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    assert re.findall(r"^## V(\d+) ", text, re.MULTILINE) == [str(n) for n in range(1, 18)]
    for chapter in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        if not chapter.startswith("V"):
            continue
        body = chapter.partition("\n")[2]
        assert re.match(r"\s*(Met|Partly met|Not met|Not applicable)", body), chapter[:40]
        assert body.lstrip().startswith(("Not", "Partly")) or "`tests/" in body, chapter[:40]
