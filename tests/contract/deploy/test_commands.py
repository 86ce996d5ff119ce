"""Every `hub …` command in compose file and manifests is one of the real command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rich_click as click
import yaml

from services.platform.cli import hub
from services.platform.service_names import SERVICES

ROOT = Path(__file__).parents[3]


def places() -> Iterator[tuple[str, list[str]]]:
    """Where a part of ours is started: its name and its command."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        yield (
            f"compose {name}",
            service.get("command", []),
        )
    for manifest in sorted((ROOT / "deploy/kubernetes").glob("*.yaml")):
        for resource in yaml.safe_load_all(manifest.read_text()):
            pod = resource.get("spec", {}).get("template", {}).get("spec", {})
            for container in pod.get("containers", []):
                yield (
                    f"kubernetes {container['name']}",
                    container["command"],
                )


PLACES = list(places())


@pytest.mark.parametrize(
    ("name", "arguments"),
    [(name, command[1:]) for name, command in PLACES if command[:1] == ["hub"]],
)
def test_a_command_is_one_of_the_command_line(name: str, arguments: list[str]) -> None:
    command: click.Command = hub
    context = click.Context(hub, info_name="hub")
    while isinstance(command, click.Group):
        found = command.get_command(context, arguments[0])
        assert found is not None, f"{name}: there is no command {arguments[0]!r}"
        command, arguments = found, arguments[1:]
    # Reads the arguments as a start would, and runs nothing.
    command.make_context(command.name, list(arguments), parent=context).close()


def test_all_parts_are_there() -> None:
    parts = {tuple(command[1:]) for _, command in PLACES if command[:1] == ["hub"]}
    assert parts == {
        ("migrate",),
        ("relay",),
        ("react",),
        ("metrics", "--host", "0.0.0.0"),
        ("project", "hub_dashboard"),
        ("project", "benchmark_progress"),
        *(("serve", name) for name in SERVICES),
    }
