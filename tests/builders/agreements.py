"""The agreement that schools of tests have signed, unless a test is about having none.

The rule: it covers everything, so that whoever tests something else is never refused for want of it.
"""

from datetime import date
from typing import Any

from hub_core.agreements.codes import DataClass, LawfulBasis, Purpose, SpecialCondition
from hub_core.agreements.events import Terms

#: Everything, from last September for two school years.
EVERYTHING = Terms(
    covers=tuple(DataClass),
    purposes=tuple(Purpose),
    lawful_basis=LawfulBasis.PUBLIC_TASK,
    special_condition=SpecialCondition.SUBSTANTIAL_PUBLIC_INTEREST,
    starts_on=date(2025, 9, 1),
    expires_on=date(2027, 8, 31),
    impact_assessment="DPIA-2025/014",
)


def as_sent(*covers: str, **more: Any) -> dict[str, Any]:
    """Terms as a partner sends them: everything, unless classes are named; other fields win."""
    classes = covers or tuple(one.value for one in DataClass)
    terms: dict[str, Any] = {
        "covers": list(classes),
        "purposes": [one.value for one in Purpose],
        "lawfulBasis": "public_task",
        "startsOn": "2025-09-01",
        "expiresOn": "2027-08-31",
        "impactAssessment": "DPIA-2025/014",
    }
    if "sensitive_groups" in classes:
        terms["specialCondition"] = "substantial_public_interest"
    return terms | more
