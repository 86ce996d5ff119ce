"""What we ship of others is exactly what the manifest says, and carries nobody else's brand."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MANIFESTS = (
    ROOT / "services/web/static/vendor.json",
    ROOT / "tests/browser/vendor/vendor.json",
    ROOT / "tests/contract/log/vendor/vendor.json",
)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: str(path.relative_to(ROOT).parent))
def test_every_vendored_file_is_in_the_manifest_with_its_hash(manifest: Path) -> None:
    entries = json.loads(manifest.read_text())["files"]
    for entry in entries:
        content = (manifest.parent / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file"]
        assert entry["version"]
        assert entry["licence"]
    named = {manifest.parent / entry["file"] for entry in entries}
    folder = manifest.parent / "vendor" if manifest.parent.name == "static" else manifest.parent
    assert {path for path in folder.iterdir() if path.name != "vendor.json"} == named


def test_every_vendored_package_comes_with_its_licence() -> None:
    for manifest in MANIFESTS:
        entries = json.loads(manifest.read_text())["files"]
        for package in {entry["package"] for entry in entries}:
            files = [entry["file"] for entry in entries if entry["package"] == package]
            assert any(file.endswith(".LICENCE.txt") for file in files), package


def test_the_styles_carry_no_brand_of_the_government() -> None:
    styles = (ROOT / "services/web/static/vendor/govuk-frontend.css").read_text()
    found = [
        one
        for one in ("GDS Transport", "crest", "crown", "govuk-footer", "#1d70b8")
        if one in styles
    ]
    assert found == []


def test_no_static_file_points_elsewhere() -> None:
    for name in ("hub.css", "hub.js", "vendor/govuk-frontend.css"):
        text = (ROOT / "services/web/static" / name).read_text()
        loaded = re.findall(r"""(?:url\(|@import|from)\s*["']?(?:https?:)?//""", text)
        assert loaded == [], name
