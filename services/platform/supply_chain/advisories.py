"""Known faults in what we depend on, as advisory services tell: ``make audit``.

Rule: what could not be looked up has not been found sound. An advisory service that does not answer, or
does not know a package, is said aloud and is no pass. Run by ``python -m`` with development dependencies.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

LOCK = Path("requirements.lock")
#: Asked in turn until one has looked everything up.
SERVICES = ("pypi", "osv")

SOUND, FAULTY, UNKNOWN = 0, 1, 2


class Verdict(msgspec.Struct, frozen=True):
    """``status`` is the exit status: 0 sound, 1 known faults, 2 not looked up."""

    status: int
    sentences: tuple[str, ...]


def verdict(report: Mapping[str, Any] | None, service: str) -> Verdict:
    """What a report of pip-audit comes to; None when it made none."""
    dependencies: Sequence[Mapping[str, Any]] = (report or {}).get("dependencies", ())
    if not dependencies:
        return Verdict(
            UNKNOWN, (f"The advisory service {service} was not reached. Nothing is known.",)
        )
    faults = tuple(
        f"{one['name']} {one['version']}: {fault['id']}. "
        f"Mended in {', '.join(fault['fix_versions']) or 'no version yet'}."
        for one in dependencies
        for fault in one.get("vulns", ())
    )
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    if skipped:
        unknown = (
            f"The advisory service {service} did not look up {len(skipped)} of {len(dependencies)}."
        )
        return Verdict(FAULTY if faults else UNKNOWN, (*faults, unknown))
    if faults:
        return Verdict(FAULTY, faults)
    return Verdict(SOUND, (f"No known fault in {len(dependencies)} packages, says {service}.",))


def ask(service: str) -> Verdict:
    """Run pip-audit over the lock."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        *("--requirement", str(LOCK), "--require-hashes", "--disable-pip"),
        *("--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except json.JSONDecodeError:
        report = None
    return verdict(report, service)


def main() -> int:
    """Ask each service until one knows; say what each said."""
    found = Verdict(UNKNOWN, ())
    for service in SERVICES:
        found = ask(service)
        print("\n".join(found.sentences))
        if found.status != UNKNOWN:
            return found.status
    print(
        "Nobody could be asked about known faults: this is no pass. Run it where the network is open."
    )
    return found.status


if __name__ == "__main__":
    sys.exit(main())
