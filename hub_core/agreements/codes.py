"""What data-sharing agreements are written in: classes of data, purposes, lawful bases, conditions.

The rule: an agreement names codes only; the signed document and the impact assessment stay with the
institution, and the log has their references. Sources: UK GDPR articles 6 and 9; domain A.3 and 4.7.
"""

from hub_core.reference.labelled import Labelled


class DataClass(Labelled):
    """What an institution may send, from the least that is told about anybody to the most."""

    ROLLS_AND_COUNTS = "rolls_and_counts", "numbers on roll"
    LEARNER_REFERENCES = "learner_references", "learners by your own references"
    GROUPS = "groups", "groups of learners, such as sex or free school meals"
    SENSITIVE_GROUPS = (
        "sensitive_groups",
        "sensitive groups of learners, such as SEN support or looked after",
    )


class Purpose(Labelled):
    """What the data is used for; nothing else."""

    CAREERS_ACTIVITIES = "careers_activities", "To record who took part in which careers activity"
    BENCHMARK_PROGRESS = "benchmark_progress", "To see progress towards the Gatsby Benchmarks"
    TARGETED_SUPPORT = "targeted_support", "To see who has missed out, and offer it to them first"
    HUB_TOTALS = "hub_totals", "To give hub and nation totals in which nobody can be told apart"


class LawfulBasis(Labelled):
    """Why it may be processed at all. Source: UK GDPR article 6(1), points (a) to (f)."""

    CONSENT = "consent", "Consent (article 6(1)(a))"
    CONTRACT = "contract", "A contract (article 6(1)(b))"
    LEGAL_OBLIGATION = "legal_obligation", "A legal obligation (article 6(1)(c))"
    VITAL_INTERESTS = "vital_interests", "Vital interests (article 6(1)(d))"
    PUBLIC_TASK = "public_task", "A task in the public interest (article 6(1)(e))"
    LEGITIMATE_INTERESTS = "legitimate_interests", "Legitimate interests (article 6(1)(f))"


class SpecialCondition(Labelled):
    """Why special categories may be processed. Source: UK GDPR article 9(2), as far as it can apply."""

    EXPLICIT_CONSENT = "explicit_consent", "Explicit consent (article 9(2)(a))"
    SOCIAL_PROTECTION = "social_protection", "Social protection (article 9(2)(b))"
    SUBSTANTIAL_PUBLIC_INTEREST = (
        "substantial_public_interest",
        "Substantial public interest (article 9(2)(g))",
    )
    HEALTH_OR_SOCIAL_CARE = "health_or_social_care", "Health or social care (article 9(2)(h))"


class EndingReason(Labelled):
    """Why an agreement ends before its day."""

    NO_LONGER_NEEDED = "no_longer_needed", "What it was for is no longer needed"
    LEFT_THE_HUB = "left_the_hub", "The institution left the hub"
    REPLACED = "replaced", "Another agreement takes its place"
    OBJECTION = "objection", "The institution or its data protection officer objects"


class AgreementState(Labelled):
    """How an agreement stands on a day."""

    NEVER_SIGNED = "never_signed", "None was ever signed"
    NOT_STARTED = "not_started", "Signed, but not in force yet"
    CURRENT = "current", "In force"
    EXPIRED = "expired", "Expired"
    ENDED = "ended", "Ended before its day"
