"""Every error that is told in a sentence exists, and nothing is loaded to know it."""

import importlib
import subprocess
import sys

import pytest

from services.platform.commands.running import PLAIN, Failure, is_plain


@pytest.mark.parametrize(("module", "name"), PLAIN)
def test_what_is_told_in_a_sentence_exists(module: str, name: str) -> None:
    kind = getattr(importlib.import_module(module), name)
    assert issubclass(kind, Exception)


def test_only_those_are_plain() -> None:
    assert is_plain(Failure("The sentence."))
    assert not is_plain(ValueError("A fault of ours."))


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        ("demo", ("litestar", "uvicorn", "httpx", "nats", "services.platform.england.story")),
        ("workers", ("litestar", "uvicorn", "httpx", "services.platform.england")),
        ("serve", ("services.platform.england.story", "services.platform.gias_import")),
    ],
)
def test_a_command_starts_without_what_it_does_not_need(
    command: str, unwanted: tuple[str, ...]
) -> None:
    code = (
        f"import sys, services.platform.cli, services.platform.commands.{command};"
        f"print([name for name in {unwanted!r} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
