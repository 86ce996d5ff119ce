"""The bill of materials as CycloneDX 1.5: every package of the lock and every vendored file, with hashes.

Rule: it is made from the lock and the manifests of vendored files alone, so the same release always has
the same bill. ``make sbom`` writes it.
"""

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

LOCK = Path("requirements.lock")
_PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? ?\\?$", re.IGNORECASE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of_materials(lock: str, manifest: str) -> dict[str, Any]:
    """The bill for this lock file and this manifest of vendored files (``vendor.json``)."""
    ours = version("careers-hub")
    components = [*_packages(lock), *_vendored(json.loads(manifest))]
    reference = f"pkg:pypi/careers-hub@{ours}"
    said = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, said)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": "careers-hub",
                "version": ours,
                "purl": reference,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
    }


def _packages(lock: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pinned := _PINNED.match(line):
            name, at, marker = pinned[1], pinned[2], pinned[3]
            reference = f"pkg:pypi/{name}@{at}"
            found.append(
                {
                    "type": "library",
                    "bom-ref": reference,
                    "name": name,
                    "version": at,
                    "purl": reference,
                    "hashes": [],
                }
            )
            if marker:
                found[-1]["properties"] = [{"name": "python:marker", "value": marker.strip()}]
        elif found and (digest := _HASH.search(line)):
            # Files of one version, one for each platform: any of them is this package.
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return found


def _vendored(manifest: Any) -> list[dict[str, Any]]:
    """Files of others that we ship with the pages."""
    return [
        {
            "type": "file",
            "bom-ref": f"file:{one['file']}",
            "name": one["file"],
            "version": str(one["version"]),
            "hashes": [{"alg": "SHA-256", "content": one["sha256"]}],
            "licenses": [{"license": {"name": one["licence"]}}],
        }
        for one in _entries(manifest)
    ]


def _entries(manifest: Any) -> list[Any]:
    entries: list[Any] = manifest["files"] if isinstance(manifest, dict) else manifest
    return sorted(entries, key=lambda one: str(one["file"]))


def main() -> int:
    """Write the bill to the file named, from the folder of the project."""
    (target,) = sys.argv[1:]
    manifest = Path("services/web/static/vendor.json").read_text(encoding="utf-8")
    bill = bill_of_materials(LOCK.read_text(encoding="utf-8"), manifest)
    Path(target).write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    print(f"{len(bill['components'])} components in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
