"""The bill of materials names everything of the lock; an advisory service that says nothing is no pass."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator

from services.platform.supply_chain.advisories import FAULTY, SOUND, UNKNOWN, verdict
from services.platform.supply_chain.bill_of_materials import bill_of_materials

ROOT = Path(__file__).parents[4]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
VENDORED = (ROOT / "services/web/static/vendor.json").read_text(encoding="utf-8")


def test_the_bill_is_cyclonedx() -> None:
    validator = make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_5)
    bill = bill_of_materials(LOCK, VENDORED)
    assert validator.validate_str(json.dumps(bill)) is None
    assert validator.validate_str(json.dumps({**bill, "specVersion": 7})) is not None


def test_the_bill_names_every_package_with_its_hashes() -> None:
    bill = bill_of_materials(LOCK, VENDORED)
    packages = [one for one in bill["components"] if one["type"] == "library"]
    assert len(packages) == len(re.findall(r"^[a-z0-9].*==", LOCK, re.MULTILINE))
    assert sum(len(one["hashes"]) for one in packages) == LOCK.count("--hash=sha256:")
    assert {"asyncpg", "litestar", "cryptography"} <= {one["name"] for one in packages}
    files = [one for one in bill["components"] if one["type"] == "file"]
    assert len(files) == len(json.loads(VENDORED)["files"])


def test_the_same_lock_has_the_same_bill() -> None:
    assert bill_of_materials(LOCK, VENDORED) == bill_of_materials(LOCK, VENDORED)


def _one(**more: Any) -> dict[str, Any]:
    return {"name": "asyncpg", "version": "0.32.0", **more}


@pytest.mark.parametrize(
    ("report", "status"),
    [
        (None, UNKNOWN),
        ({"dependencies": []}, UNKNOWN),
        ({"dependencies": [_one(vulns=[])]}, SOUND),
        ({"dependencies": [{"name": "asyncpg", "skip_reason": "not found"}]}, UNKNOWN),
        ({"dependencies": [_one(vulns=[]), {"name": "b", "skip_reason": "x"}]}, UNKNOWN),
        ({"dependencies": [_one(vulns=[{"id": "PYSEC-1", "fix_versions": ["1"]}])]}, FAULTY),
        (
            {
                "dependencies": [
                    _one(vulns=[{"id": "PYSEC-1", "fix_versions": []}]),
                    {"name": "b", "skip_reason": "x"},
                ]
            },
            FAULTY,
        ),
    ],
)
def test_only_what_was_looked_up_is_sound(report: dict[str, Any] | None, status: int) -> None:
    found = verdict(report, "pypi")
    assert found.status == status
    assert found.sentences
    assert all(sentence.endswith(".") or "pypi" in sentence for sentence in found.sentences)
