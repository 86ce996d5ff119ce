"""Every HUB_ variable in compose file and manifests is a setting of this release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from hub_core.settings import KNOWN

ROOT = Path(__file__).parents[3]


def places() -> Iterator[tuple[str, list[str]]]:
    """Where a part of ours is started: its name and the variables it is given."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        yield (
            f"compose {name}",
            list(service.get("environment", {})),
        )
    for manifest in sorted((ROOT / "deploy/kubernetes").glob("*.yaml")):
        for resource in yaml.safe_load_all(manifest.read_text()):
            pod = resource.get("spec", {}).get("template", {}).get("spec", {})
            for container in pod.get("containers", []):
                yield (
                    f"kubernetes {container['name']}",
                    [variable["name"] for variable in container.get("env", [])],
                )


@pytest.mark.parametrize(("name", "variables"), list(places()))
def test_a_variable_is_a_setting(name: str, variables: list[str]) -> None:
    ours = {variable for variable in variables if variable.startswith("HUB_")}
    assert ours <= set(KNOWN), name
