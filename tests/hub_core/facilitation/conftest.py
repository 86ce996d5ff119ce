"""People of a hub, as the tests of identity build them."""

from tests.hub_core.identity.conftest import people

__all__ = ["people"]
