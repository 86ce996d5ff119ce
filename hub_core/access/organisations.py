"""The organisations people act for: what kind each is and the id it has.

The rule: an organisation is its kind and id together, so that no id of one kind can pass for another.
"""

from uuid import UUID, uuid5

import msgspec

from hub_core.reference.labelled import Labelled

#: Ids of organisations that have a code elsewhere and no stream here follow from this.
_CODED = UUID("6b1f2a52-6c0e-5d3c-9b6a-0f6f2f0e7a11")


class OrganisationKind(Labelled):
    """What an organisation is to the platform. Schools, colleges and adult services are institutions."""

    INSTITUTION = "institution", "School, college or service"
    HUB = "hub", "Careers hub"
    EMPLOYER = "employer", "Employer"
    TRUST = "trust", "Academy trust"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    NATIONAL = "national", "National body"
    PLATFORM = "platform", "Platform"


class Organisation(msgspec.Struct, frozen=True, order=True):
    """One organisation somebody can act for."""

    kind: OrganisationKind
    id: UUID

    @property
    def spelt(self) -> str:
        """As events name it: ``institution:<id>``."""
        return f"{self.kind.value}:{self.id}"


def local_authority(code: str) -> Organisation:
    """The local authority with this three-digit code."""
    return Organisation(OrganisationKind.LOCAL_AUTHORITY, uuid5(_CODED, f"local authority {code}"))


def trust(code: str) -> Organisation:
    """The academy trust with this group id of the register."""
    return Organisation(OrganisationKind.TRUST, uuid5(_CODED, f"trust {code}"))


#: The body that reports nationally, and those who run the platform itself.
NATIONAL_BODY = Organisation(OrganisationKind.NATIONAL, uuid5(_CODED, "national body"))
PLATFORM = Organisation(OrganisationKind.PLATFORM, uuid5(_CODED, "platform"))
