"""The OpenAPI document as it is committed, and as today's routes would have it.

Renew the committed one with: .venv/bin/python -m tests.builders.openapi_document
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from services.http.application import create_application
from services.http.document import document
from services.http.parts import Parts
from services.platform.composition import APIS, TITLE

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
RENEW = ".venv/bin/python -m tests.builders.openapi_document"


def todays_document() -> dict[str, Any]:
    """What the routes say of themselves, as whoever fetches it reads it."""
    return cast("dict[str, Any]", json.loads(_todays()))


@cache
def _todays() -> str:
    # Nothing is asked of the parts: no route is called.
    app = create_application([*APIS.values()], cast("Parts", None), title=TITLE, doors=[])
    return json.dumps(document(app))


def as_text(found: dict[str, Any]) -> str:
    """The document as it is committed."""
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(as_text(todays_document()))
    print(f"Wrote {COMMITTED.name}. Read the difference: it is what partners will notice.")
