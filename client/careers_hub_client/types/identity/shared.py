"""Types of several parts of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from careers_hub_client.types.shared import OrganisationKind


class HolderView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An organisation by kind and id."""

    kind: OrganisationKind
    id: UUID
