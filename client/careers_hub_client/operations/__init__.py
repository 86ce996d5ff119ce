"""Every operation of the API, a package for each service.

Generated from docs/openapi.json: change the API, not this file.
"""

from careers_hub_client.operations import (
    activities,
    encounters,
    identity,
    membership,
    progress,
    training,
)

__all__ = ["activities", "encounters", "identity", "membership", "progress", "training"]
