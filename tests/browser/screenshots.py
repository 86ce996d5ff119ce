"""Pictures of the real pages over the fictional England, for the README and for whoever reviews a change.

    python -m tests.browser.screenshots                              starts a demo of its own
    python -m tests.browser.screenshots --url http://127.0.0.1:8400  uses one that runs
    python -m tests.browser.screenshots --only hub-questions school-  those whose names begin so

They go to docs/pages. Look at them before you commit them.
"""

import argparse
import asyncio
import signal
import socket
import struct
import sys
import tempfile
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from playwright.async_api import FloatRect, Page, ViewportSize, async_playwright

from tests.browser.conftest import DESKTOP, FLAGS, PHONE, chromium
from tests.browser.linked_pictures import take_linked
from tests.browser.pictured import FOLDER
from tests.browser.school_pictures import take_school
from tests.builders.personas import be, become

HUB = "/hubs/tees-valley"
#: What is in nobody's hands, or in no cluster, and one of those that follow.
TWO_PARTS = "main .hub-section:nth-of-type(2)"
NATIONAL = "/national?by=regional&area=E12000001&with=E12000009"
#: Pages of a hub: the end of the address, and where the picture ends on a desktop and on a phone.
HUB_PAGES = (
    ("employers", "tbody tr:nth-child(5)", ".hub-figures"),
    ("training", "tbody tr:nth-child(4)", ".hub-figures"),
    ("provider-access", "tbody tr:nth-child(3)", ".hub-figures"),
    ("placements", "tbody tr:nth-child(4)", ".hub-figures"),
    ("coverage", "tbody tr:nth-child(5)", ".hub-figures"),
    ("calendar", ".hub-month .hub-line:nth-child(4)", ".hub-filter"),
    ("clusters", TWO_PARTS, "main .hub-section:nth-of-type(1)"),
    ("thresholds", "main", "main"),
    ("area", "main", "main"),
    ("results", "main", "main"),
)
#: Name, who looks (None: nobody yet), address, width, and the part of the page that the picture ends with.
PICTURES: tuple[tuple[str, str | None, str, ViewportSize, str], ...] = (
    ("sign-in-desktop", None, "/sign-in", DESKTOP, ".hub-personas"),
    ("sign-in-phone", None, "/sign-in", PHONE, ".hub-personas li:nth-child(4)"),
    ("account-desktop", "Hub lead", "/organisation", DESKTOP, ".hub-narrow"),
    ("account-phone", "Hub lead", "/organisation", PHONE, ".hub-narrow"),
    ("map-desktop", "Hub lead", "/", DESKTOP, ".hub-map"),
    ("map-phone", "Hub lead", "/", PHONE, ".hub-map"),
    ("hub-desktop", "Hub lead", HUB, DESKTOP, ".hub-pair--wide-first"),
    ("hub-phone", "Hub lead", HUB, PHONE, ".hub-phase:nth-child(2)"),
    (
        "hub-benchmarks-desktop",
        "Hub lead",
        f"{HUB}/benchmarks",
        DESKTOP,
        ".hub-heat__row:nth-child(14)",
    ),
    ("hub-benchmarks-phone", "Hub lead", f"{HUB}/benchmarks", PHONE, ".hub-heat__row:nth-child(3)"),
    (
        "hub-members-desktop",
        "Hub lead",
        f"{HUB}/members",
        DESKTOP,
        "main .hub-section:nth-of-type(3)",
    ),
    ("hub-attention-desktop", "Hub lead", f"{HUB}/attention", DESKTOP, ".hub-topic:nth-of-type(4)"),
    ("hub-attention-phone", "Hub lead", f"{HUB}/attention", PHONE, ".hub-topic:nth-of-type(2)"),
    ("hub-members-phone", "Hub lead", f"{HUB}/members", PHONE, "main .hub-section:nth-of-type(2)"),
    (
        "hub-return-desktop",
        "Hub lead",
        f"{HUB}/return",
        DESKTOP,
        "main .hub-section:nth-of-type(3)",
    ),
    ("hub-return-phone", "Hub lead", f"{HUB}/return", PHONE, ".hub-return tbody tr:nth-child(1)"),
    ("hub-report-desktop", "Hub lead", f"{HUB}/report", DESKTOP, "main"),
    ("hub-report-phone", "Hub lead", f"{HUB}/report", PHONE, "main .hub-section:nth-of-type(2)"),
    (
        "hub-facilitators-desktop",
        "Hub lead",
        f"{HUB}/facilitators",
        DESKTOP,
        TWO_PARTS,
    ),
    (
        "hub-facilitators-phone",
        "Hub lead",
        f"{HUB}/facilitators",
        PHONE,
        TWO_PARTS,
    ),
    ("hub-questions-desktop", "Hub lead", f"{HUB}/questions", DESKTOP, ".hub-asked:nth-of-type(3)"),
    ("hub-questions-phone", "Hub lead", f"{HUB}/questions", PHONE, ".hub-asked:nth-of-type(1)"),
    *(
        (f"hub-{name}-{width}", "Hub lead", f"{HUB}/{name}", size, end)
        for name, *ends in HUB_PAGES
        for width, size, end in zip(("desktop", "phone"), (DESKTOP, PHONE), ends, strict=True)
    ),
    ("school-desktop", "Careers leader", "/home", DESKTOP, ".hub-benchmark:nth-child(5)"),
    ("school-phone", "Careers leader", "/home", PHONE, ".hub-benchmark:nth-child(3)"),
    ("employer-desktop", "Employer", "/home", DESKTOP, "main"),
    ("employer-phone", "Employer", "/home", PHONE, ".hub-pair--lists > div"),
    ("national-desktop", "National analyst", NATIONAL, DESKTOP, "#over-time"),
    ("national-phone", "National analyst", NATIONAL, PHONE, ".hub-national__map"),
    ("statistics-desktop", None, "/statistics", DESKTOP, "main"),
    ("statistics-phone", None, "/statistics", PHONE, "main"),
    ("glossary-desktop", None, "/glossary", DESKTOP, "main"),
    ("glossary-phone", None, "/glossary", PHONE, "#careers-adviser"),
    ("trust-desktop", "Trust lead", "/home", DESKTOP, ".hub-topic:nth-of-type(3)"),
    ("trust-phone", "Trust lead", "/home", PHONE, ".hub-topic:nth-of-type(1)"),
    ("search-desktop", "Hub lead", "/search?q=bridge", DESKTOP, ".hub-line:nth-child(8)"),
    ("search-phone", "Hub lead", "/search?q=bridge", PHONE, ".hub-line:nth-child(4)"),
    ("audit-desktop", "Auditor", "/audit", DESKTOP, "tbody tr:nth-child(5)"),
    ("audit-phone", "Auditor", "/audit", PHONE, "tbody tr:nth-child(4)"),
    ("operations-desktop", "Administrator", "/operations", DESKTOP, "main"),
    ("operations-phone", "Administrator", "/operations", PHONE, "main"),
)
#: Pixels below that part.
MARGIN = 24
#: The longest picture, in pixels: nobody looks at more, and a repository keeps it for ever.
LONGEST = 1_050
#: Seconds a demo may take to be filled and answer.
PATIENCE = 300
SIGNATURE = b"\x89PNG\r\n\x1a\n"


async def main(url: str | None, only: tuple[str, ...]) -> None:
    """Take every picture, or those whose names begin with one of ``only``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if url is not None:
        await take(url.rstrip("/"), only)
        return
    async with own_demo() as address:
        await take(address, only)


async def take(site: str, only: tuple[str, ...]) -> None:
    """Open each page in Chromium and keep its first screens."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, who, path, size, last in PICTURES:
            if only and not name.startswith(only):
                continue
            context = await browser.new_context(viewport=size, reduced_motion="reduce")
            page = await context.new_page()
            if who is not None:
                await page.goto(site)
                await become(page, who)
            answer = await page.goto(site + path)
            if answer is None or not answer.ok:
                raise SystemExit(f"{site}{path} did not answer with the page of {name}.")
            await keep(page, name, last)
            await context.close()
        if not only or any(one.startswith("school-") for one in only):
            await take_school(browser, site, keep)
        await take_linked(browser, site, keep, only)
        await browser.close()


async def keep(page: Page, name: str, last: str) -> None:
    """Write the picture of a page from its top down to the first part of this kind."""
    await page.evaluate("document.fonts.ready")
    end = await page.locator(last).first.bounding_box()
    if end is None:
        raise SystemExit(f"{page.url} has no {last} to end the picture {name} with.")
    scrolled: int = await page.evaluate("window.scrollY")
    size = page.viewport_size
    assert size is not None
    clip: FloatRect = {
        "x": 0,
        "y": 0,
        "width": size["width"],
        "height": min(round(end["y"] + end["height"]) + scrolled + MARGIN, LONGEST),
    }
    picture = smaller(await page.screenshot(full_page=True, clip=clip))
    (FOLDER / f"{name}.png").write_bytes(picture)
    print(f"docs/pages/{name}.png: {len(picture) / 1000:.0f} kB")


def smaller(picture: bytes) -> bytes:
    """The same PNG, its pixels packed as tightly as zlib can and without remarks."""
    pixels, kept, at = b"", {}, len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack_from(">I", picture, at)
        kind, content = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            pixels += content
        elif kind == b"IHDR":
            kept[kind] = content
        at += 12 + length
    packed = zlib.compress(zlib.decompress(pixels), 9)
    chunks = ((b"IHDR", kept[b"IHDR"]), (b"IDAT", packed), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


@asynccontextmanager
async def own_demo() -> AsyncIterator[str]:
    """A demo in a folder of its own, stopped and forgotten afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="hub-pages-") as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.platform", "demo",
            "--no-browser", "--port", str(port), "--data", folder,
        )  # fmt: skip
        try:
            await filled(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def filled(site: str, process: asyncio.subprocess.Process) -> None:
    """Wait until the demo shows its pages. Raises ``SystemExit`` when it never does."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while process.returncode is None and asyncio.get_running_loop().time() < deadline:
        async with httpx.AsyncClient(base_url=site, timeout=10) as client:
            try:
                await be(client, "hub-lead")
            except (AssertionError, httpx.TransportError):
                await asyncio.sleep(0.5)  # not listening yet, or still building the figures
            else:
                return
    raise SystemExit("The demo did not come up; what it said stands above.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write pictures of the pages to docs/pages.")
    parser.add_argument("--url", help="a demo that runs; without it one is started")
    parser.add_argument("--only", nargs="*", default=(), help="names, or how they begin")
    given = parser.parse_args()
    asyncio.run(main(given.url, tuple(given.only)))
