"""Which release of the pages this is: a digest of everything that decides how a figure is shown.

The one rule: a browser that kept a page of another release is never told that it is still right.
"""

import hashlib
from functools import cache
from pathlib import Path

import hub_core
import projections
from services.web.static_files import digest

#: Folders whose code and templates make the pages: every read model's, and the rules they show figures by.
SOURCES = (Path(__file__).parent, *map(Path, (*projections.__path__, *hub_core.__path__)))


@cache
def release() -> str:
    """A short digest of the code, the templates and the static files of the pages."""
    together = hashlib.sha256(digest().encode())
    for folder in SOURCES:
        for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.html"))):
            together.update(path.relative_to(folder).as_posix().encode() + b"\0")
            together.update(path.read_bytes())
    return together.hexdigest()[:12]
