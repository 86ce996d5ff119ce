"""Types of workforce, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import PersonSent, RowProblem


class AppointCareersLeader(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say who is the institution's careers leader."""

    who: PersonSent
    appointed_on: date | None = None
    shared: bool = False
    contract: Contract | None = None


class CareersLeaderView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The careers leader in post. `contractEndsOn` is null where it is open-ended or not told."""

    person: StaffView
    since: date
    shared: bool
    contract_ends_on: date | None
    training_required: bool | None


class ChangeContract(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Renew or change the careers leader's contract."""

    contract: Contract


#: Those beside the careers leader and the enterprise adviser. Several may hold each at once. A
#: careers leader has one deputy or more this way: the statutory named person stays one.
ColleagueRole = Literal[
    "careers_adviser", "deputy_careers_leader", "link_governor", "senior_link", "staff"
]


class ColleagueView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody who holds another role; `volunteerOf` is the employer that a governor comes from."""

    person: StaffView
    role: ColleagueRole
    since: date
    volunteer_of: UUID | None


class ContactTaken(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A row that stands. `new` says that it was not known already."""

    line: int
    institution: UUID
    new: bool


class Contract(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """On what terms a careers leader works. `endsOn` is the last day, None where it is open-ended;
    `trainingRequired` says whether the contract asks for training in careers leadership.
    """

    ends_on: date | None = None
    training_required: bool | None = None


class EnterpriseAdviserView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An enterprise adviser matched to the institution."""

    person: StaffView
    since: date


class ForgetPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Destroy what the vault keeps of somebody who holds no role any more."""


class HubWorkforce(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members and their posts, by name. `untold` have never named a careers leader, which
    is not the same as a vacancy. `governed` have a link governor, `governedByEmployers` one
    from an employer. `renewals` are contracts that end within a year, the soonest first.
    """

    members: int
    in_post: int
    vacant: int
    untold: int
    matched: int
    governed: int
    governed_by_employers: int
    renewals: tuple[UUID, ...]
    institutions: tuple[PostsView, ...]


#: Why somebody no longer holds a role.
LeavingReason = Literal["contract_ended", "left", "other", "recorded_wrongly", "role_changed"]


class MatchEnterpriseAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Match an enterprise adviser to the institution; `volunteerOf` is the employer they come
    from.
    """

    who: PersonSent
    volunteer_of: UUID | None = None
    matched_on: date | None = None


class MembersContactsTaken(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What became of every row. `recorded` is false where nothing was, `ignored` are columns
    nobody reads, and `readAs` says how the file was understood.
    """

    recorded: bool
    taken: tuple[ContactTaken, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    read_as: str
    position: int


class NameColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Name a link governor, senior leader for careers, deputy, adviser or member of staff.

    `volunteerOf` is the employer that a link governor comes from.
    """

    who: PersonSent
    role: ColleagueRole
    volunteer_of: UUID | None = None
    named_on: date | None = None


class PersonInRole(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who it is, by the register's id, and the version of the institution's workforce."""

    id: UUID
    version: int
    position: int


class PostsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Whether a member's posts are filled, without a name; `governorsFrom` are the employers that
    its link governors come from.
    """

    institution: UUID
    name: str
    careers_leader_since: date | None
    vacant_since: date | None
    contract_ends_on: date | None
    enterprise_advisers: int
    link_governor: bool
    governors_from: tuple[UUID, ...]


class RecordMembersContacts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record who leads and supports careers at a hub's members from a CSV file. With `check`
    nothing is recorded, with `whole` nothing while a single row has to be mended.
    """

    file: str
    check: bool = False
    whole: bool = False


class StaffView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody of the workforce; name and address are null once they were forgotten."""

    id: UUID
    name: str | None
    email: str | None


class StandDownCareersLeader(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the post of careers leader is vacant."""

    reason: LeavingReason
    left_on: date | None = None


class StandDownColleague(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that somebody no longer is what they were named."""

    role: ColleagueRole
    reason: LeavingReason
    left_on: date | None = None


class UnmatchEnterpriseAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """End an enterprise adviser's match."""

    reason: LeavingReason
    unmatched_on: date | None = None


class WorkforceView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's careers workforce as it stands. `vacantSince` is set while the post of
    careers leader is vacant after somebody left it; both null: nobody was ever told.
    """

    institution: UUID
    version: int
    careers_leader: CareersLeaderView | None
    vacant_since: date | None
    enterprise_advisers: tuple[EnterpriseAdviserView, ...]
    colleagues: tuple[ColleagueView, ...]
