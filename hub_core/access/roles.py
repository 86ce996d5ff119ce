"""The roles people hold, and the kinds of organisation each can be held at.

Source: domain A.3 (`role`) and A.5; trust lead and enterprise adviser from the field's own usage.
"""

from collections.abc import Mapping

from hub_core.access.organisations import OrganisationKind
from hub_core.reference.labelled import Labelled


class Role(Labelled):
    """What a person is at an organisation."""

    HUB_LEAD = "hub_lead", "Hub lead"
    FACILITATOR = "hub_facilitator", "Hub facilitator"
    CAREERS_LEADER = "careers_leader", "Careers leader"
    CAREERS_ADVISER = "careers_adviser", "Careers adviser"
    SENIOR_LEADER = "senior_leader", "Senior leader"
    TRUST_LEAD = "trust_lead", "Trust lead"
    ENTERPRISE_ADVISER = "enterprise_adviser", "Enterprise adviser"
    EMPLOYER_USER = "employer_user", "Employer"
    LOCAL_AUTHORITY_OFFICER = "la_officer", "Local authority officer"
    NCS_ADVISER = "ncs_adviser", "National Careers Service adviser"
    NATIONAL_ANALYST = "national_analyst", "National analyst"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


#: Where each role can be held.
HELD_AT: Mapping[Role, OrganisationKind] = {
    Role.HUB_LEAD: OrganisationKind.HUB,
    Role.FACILITATOR: OrganisationKind.HUB,
    Role.CAREERS_LEADER: OrganisationKind.INSTITUTION,
    Role.CAREERS_ADVISER: OrganisationKind.INSTITUTION,
    Role.SENIOR_LEADER: OrganisationKind.INSTITUTION,
    Role.TRUST_LEAD: OrganisationKind.TRUST,
    Role.ENTERPRISE_ADVISER: OrganisationKind.INSTITUTION,
    Role.EMPLOYER_USER: OrganisationKind.EMPLOYER,
    Role.LOCAL_AUTHORITY_OFFICER: OrganisationKind.LOCAL_AUTHORITY,
    Role.NCS_ADVISER: OrganisationKind.INSTITUTION,
    Role.NATIONAL_ANALYST: OrganisationKind.NATIONAL,
    Role.AUDITOR: OrganisationKind.PLATFORM,
    Role.ADMINISTRATOR: OrganisationKind.PLATFORM,
}
