"""Rebuilds services/web/static/vendor and its manifest from the packages named in package.json.

Run it with `python services/web/assets/build.py`; it needs npm. The one rule: what users download
is committed and hashed in vendor.json, so nobody needs Node to run or to test the platform.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

ASSETS = Path(__file__).parent
STATIC = ASSETS.parent / "static"
VENDOR = STATIC / "vendor"
TESTS = ASSETS.parents[2] / "tests" / "browser" / "vendor"

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FONT_FILE = "files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
#: package, its licence, the file that states it, and what we take from it (source: our name)
Package = tuple[str, str, str | None, dict[str, str]]
TAKEN: list[Package] = [
    (
        "govuk-frontend",
        "MIT",
        None,  # the package ships none; its text is beside this file
        {
            "dist/govuk/govuk-frontend.min.js": "govuk-frontend.js",
            "built.css": "govuk-frontend.css",
        },
    ),
    (
        FONT,
        "OFL-1.1",
        "LICENSE",
        {FONT_FILE: "atkinson-hyperlegible-next.woff2"},
    ),
]
#: The same for tests alone.
FOR_TESTS: list[Package] = [
    ("axe-core", "MPL-2.0", "LICENSE", {"axe.min.js": "axe.js"}),
    ("ical.js", "MPL-2.0", "LICENSE", {"dist/ical.es5.min.cjs": "ical.js"}),
]


def main() -> None:
    """Install, compile, copy, and write both manifests."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shutil.copy(ASSETS / "package.json", scratch)
        subprocess.run(["npm", "install", "--silent", "--ignore-scripts"], cwd=scratch, check=True)
        modules = scratch / "node_modules"
        compile_styles(modules)
        VENDOR.mkdir(parents=True, exist_ok=True)
        TESTS.mkdir(parents=True, exist_ok=True)
        copy(modules, TAKEN, VENDOR, STATIC / "vendor.json")
        copy(modules, FOR_TESTS, TESTS, TESTS / "vendor.json")


#: GOV.UK's brand palette, which its components name outright, and what we have in its place.
OWN_COLOURS = {"#1d70b8": "#0a5d55", "#d2e2f1": "#cfe4dc", "#0b0c0c": "#14211f"}


def compile_styles(modules: Path) -> None:
    """GOV.UK Frontend with our font and colours, minified."""
    subprocess.run(
        [
            "node",
            str(modules / "sass" / "sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={modules}",
            str(ASSETS / "govuk.scss"),
            str(built := modules / "govuk-frontend" / "built.css"),
        ],
        check=True,
    )
    styles = built.read_text()
    for theirs, ours in OWN_COLOURS.items():
        styles = styles.replace(theirs, ours)
    built.write_text(styles)


def copy(
    modules: Path,
    packages: list[Package],
    target: Path,
    manifest: Path,
) -> None:
    """Copy the files and their licences and write what they are, with their hashes."""
    entries: list[dict[str, str]] = []
    for package, licence, licence_file, files in packages:
        version = json.loads((modules / package / "package.json").read_text())["version"]
        stated = f"{package.rpartition('/')[2]}.LICENCE.txt"
        text = modules / package / licence_file if licence_file else ASSETS / stated
        shutil.copyfile(text, target / stated)
        for source, name in files.items():
            shutil.copyfile(without_source_map(modules / package / source), target / name)
        entries.extend(
            {
                "file": (target / name).relative_to(manifest.parent).as_posix(),
                "package": package,
                "version": version,
                "licence": licence,
                "sha256": hashlib.sha256((target / name).read_bytes()).hexdigest(),
            }
            for name in [*files.values(), stated]
        )
    manifest.write_text(json.dumps({"files": entries}, indent=2) + "\n")


def without_source_map(path: Path) -> Path:
    """Drop the pointer to a source map we do not ship; a browser would ask for it in vain."""
    if path.suffix == ".js":
        lines = path.read_text().splitlines()
        kept = [line for line in lines if not line.startswith("//# sourceMappingURL=")]
        path.write_text("\n".join(kept) + "\n")
    return path


if __name__ == "__main__":
    main()
