"""May an institution send this class of data today? Every command that takes learners' data in asks here.

The rule: what no current agreement covers is refused before anything of it is kept, with the reason and
with who can mend it. Leaving, erasing and numbers of one activity need no agreement.
"""

from datetime import date
from uuid import UUID

from hub_core.agreements.agreement import Agreement, agreement_stream
from hub_core.agreements.codes import AgreementState, DataClass
from hub_core.refusals import Conflict, Problem
from hub_core.work import Work

#: Who can sign, as the refusal says it. The matrix decides; a test holds the two together.
WHO_SIGNS = "A senior leader of the institution, or its trust's lead, can"


class NotCovered(Conflict):
    """No current agreement covers what was sent; nothing of it was kept."""

    KIND = "not-covered"
    TITLE = "No agreement covers this data"


async def require_cover(work: Work, institution: UUID, *classes: DataClass, on: date) -> None:
    """Raise ``NotCovered`` unless the institution's agreement covers these classes on this day.

    ``on`` is the day of sending (``work.today``), whatever day the data is about.
    """
    require_covered(await work.load(Agreement, agreement_stream(institution)), *classes, on=on)


def require_covered(agreement: Agreement, *classes: DataClass, on: date) -> None:
    """The same for whoever has the agreement already: a check that comes before the command."""
    covered = agreement.covered(on)
    missing = [one for one in DataClass if one in classes and one not in covered]
    if missing:
        raise not_covered(agreement, missing, on=on)


def not_covered(agreement: Agreement, missing: list[DataClass], *, on: date) -> NotCovered:
    """The refusal, in the words of whoever has to act."""
    why, remedy = _why(agreement, on), f"{WHO_SIGNS} {_mend(agreement, on)}"
    wanted = ", and ".join(one.label for one in missing)
    return NotCovered(
        f"{why} It would have to cover {wanted}. Nothing was kept. {remedy}",
        problems=[
            Problem(
                field=f"agreement.{one.value}", reason=f"Not covered: {one.label}.", remedy=remedy
            )
            for one in missing
        ],
    )


def _why(agreement: Agreement, on: date) -> str:
    terms = agreement.terms
    match agreement.state(on):
        case AgreementState.CURRENT if terms is not None:
            return (
                "The institution's data-sharing agreement, in force until "
                f"{terms.expires_on:%-d %B %Y}, does not cover this."
            )
        case AgreementState.NOT_STARTED if terms is not None:
            return (
                f"The institution's data-sharing agreement starts on {terms.starts_on:%-d %B %Y}."
            )
        case AgreementState.EXPIRED if terms is not None:
            return (
                f"The institution's data-sharing agreement expired on {terms.expires_on:%-d %B %Y}."
            )
        case AgreementState.ENDED if agreement.ended_on is not None:
            return (
                "The institution ended its data-sharing agreement on "
                f"{agreement.ended_on:%-d %B %Y}."
            )
        case _:
            return "The institution has no data-sharing agreement."


def _mend(agreement: Agreement, on: date) -> str:
    standing = agreement.state(on) in (AgreementState.CURRENT, AgreementState.NOT_STARTED)
    return "change it." if standing else "sign one."
