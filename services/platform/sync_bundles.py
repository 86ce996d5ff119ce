"""Sending a OneRoster bundle through the API for ``hub sync``: try it, show what it would do, send it.

Rule: what is sent is what was tried. It is sent for the version of the roster that the trial looked at, so
that a roster that came between is noticed.
"""

import base64
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from rich.console import Console

from hub_core.sync.kinds import UploadKind
from services.platform.sync_sending import SHOWN, institution_of, told
from services.platform.sync_sentences import doubtful, learners, not_accepted

if TYPE_CHECKING:
    import httpx  # the rest of the command line does without it


class BundleSender:
    """One bundle on its way. ``more`` is what the API takes beside it: asOf, school, reference."""

    def __init__(
        self, http: "httpx.Client", console: Console, file: Path, urn: str, more: Mapping[str, Any]
    ) -> None:
        self._http = http
        self._console = console
        self._path = f"activities/institutions/{institution_of(http, urn)}/roster/oneroster"
        packed = base64.b64encode(file.read_bytes()).decode()
        self._body = {name: one for name, one in more.items() if one is not None}
        self._body["bundle"] = packed

    def check(self) -> dict[str, Any]:
        """What sending it would do; with every doubt there is."""
        with self._console.status("Checking the bundle"):
            headers = {"idempotency-key": str(uuid4())}  # the roster may have changed since
            return told(self._http.post(f"{self._path}/check", json=self._body, headers=headers))

    def send(self, check: Mapping[str, Any], checked: Mapping[str, bool]) -> dict[str, Any]:
        """Take it as the roster, if the roster is still as it was checked."""
        body = {**self._body, **checked}
        key = sha256(repr((self._path, check["version"], sorted(body.items()))).encode())
        headers = {
            "idempotency-key": f"hub-sync-bundle-{key.hexdigest()[:40]}",
            "if-match": f'"{check["version"]}"',
        }
        with self._console.status("Sending the bundle"):
            return told(self._http.post(self._path, json=body, headers=headers))

    def show(self, check: Mapping[str, Any]) -> None:
        """What the check found, with the first of its problems."""
        stays = "" if check["complete"] else " Whoever is not in it stays on roll."
        self._console.print(
            f"{check['learners']:,} learners in the bundle: {check['unknown']:,} new. "
            f"{check['leaving']:,} leaving.{stays}"
        )
        for one in check["problems"][:SHOWN]:
            place = f"{one['file']}, line {one['line']}, {one['column']}".rstrip(", ")
            self._console.print(f"{place}: {one['reason']} {one['remedy']}", markup=False)
        if check["problemRows"] > SHOWN:
            self._console.print(f"{check['problemRows']:,} problems in all.")

    def doubt(
        self, check: Mapping[str, Any], checked: Mapping[str, bool]
    ) -> list[Mapping[str, Any]]:
        """The doubts that nobody has accepted, said."""
        left = not_accepted(check["doubts"], checked)
        for sentence in doubtful(left):
            self._console.print(sentence, markup=False)
        return left

    def say(self, sent: Mapping[str, Any]) -> None:
        """What sending it did."""
        told = learners(UploadKind.ROSTER, sent["enrolled"], sent["moved"], sent["left"])
        self._console.print(f"Committed. Learners: {told}. {sent['onRoll']:,} are on roll.")
