"""Who may do what, role by role, written down here by hand from domain A.5 and held against the matrix.

The rule: this file is not made from ``matrix.csv``. Whoever changes one has to mean it twice; an action
that is new has to be given to somebody in both.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from hub_core.access import Role
from hub_core.access.matrix import Reach, matrix
from hub_core.identity.people.on_behalf import operations_on_behalf

MATRIX = files("hub_core.access") / "matrix.csv"

#: What later contexts added, by hand too: a file each, with a row for each reach of an action.
EXPECTED_BY_CONTEXT = Path(__file__).parent / "expected"

#: What everybody who is signed in may do about themselves.
THEMSELVES = "identity.me identity.session identity.link_sign_in identity.erase_person"
#: The public register: which institutions and hubs there are.
REGISTER = "membership.institution membership.find_institution membership.hub"
#: People leave, hand over, and see who their colleagues are.
COLLEAGUES = "identity.people identity.end_role identity.hand_over"
KEYS = "identity.keys identity.issue_key identity.rotate_key identity.revoke_key"
LINKS = "identity.issue_link identity.revoke_link"
INVITING = "identity.invite_person identity.invitations"
#: What institutions see of encounters they take part in, and of what they sent themselves.
TAKING_PART = "encounters.encounter encounters.part encounters.parts"
RETURNS = "returns.primary_returns returns.monthly_counts"
ANSWERING = (
    "encounters.accept_encounter encounters.decline_encounter encounters.cancel_participation "
    "encounters.confirm_encounter encounters.correct_confirmation encounters.withdraw_confirmation "
    "encounters.dispute_encounter"
)
OFFERING = (
    "encounters.propose_encounter encounters.invite_institutions encounters.reschedule_encounter "
    "encounters.cancel_encounter encounters.deliver_encounter"
)
LEARNERS = "rosters.send_roster rosters.remove_learners rosters.declare_roll rosters.erase_learner"
MEMBERS = (
    "membership.declare_scope membership.adjust_scope membership.admit_member "
    "membership.suspend_member membership.reinstate_member membership.transfer_member "
    "membership.withdraw_member"
)
ACTING = "identity.begin_acting_on_behalf identity.end_acting_on_behalf"
OWN_PAGE = "identity.organisation_page"
#: Coverage of the benchmarks, protected outside the institution; and why a figure is so, never outside.
BENCHMARKS = "progress.institution_benchmarks"
EXPLAIN = "progress.explain"
#: Who is behind a figure: for those who work with the learners.
MISSING = "progress.missing"


def _of_an_institution(**more: str) -> dict[str, str]:
    """What everybody at an institution may: see their own, and the shared catalogue of employers."""
    own = f"membership.membership {TAKING_PART} {RETURNS} {COLLEAGUES} {OWN_PAGE} {BENCHMARKS}"
    everywhere = f"{THEMSELVES} {REGISTER} encounters.employer progress.hubs"
    return {
        "own": f"{own} {more.get('own', '')}",
        "any": f"{everywhere} {more.get('any', '')}",
    }


#: Careers leaders and senior leaders speak for their institution.
SPEAKING = (
    f"membership.request_membership {ANSWERING} {LEARNERS} rosters.roster {INVITING} "
    f"{LINKS} identity.links identity.record_link_use {KEYS} {EXPLAIN} {MISSING} returns.send_primary_return "
    "returns.correct_primary_return returns.send_monthly_counts returns.correct_monthly_counts"
)

EXPECTED: dict[Role, dict[str, str]] = {
    # A hub sees and coordinates its members; it never sees their learners nor speaks for them.
    Role.HUB_LEAD: {
        "own": f"{MEMBERS} progress.hub_dashboard {KEYS} identity.links identity.assign_caseload "
        f"{ACTING} {OWN_PAGE}",
        "within": f"membership.membership {TAKING_PART} {RETURNS} {COLLEAGUES} {BENCHMARKS} "
        f"identity.invitations {LINKS}",
        "any": f"{THEMSELVES} {REGISTER} encounters.employer employers.register_employer "
        "progress.hubs identity.invite_person identity.withdraw_invitation",
    },
    Role.FACILITATOR: {
        "own": f"progress.hub_dashboard identity.links {ACTING} {OWN_PAGE}",
        "within": f"membership.membership {TAKING_PART} {RETURNS} {COLLEAGUES} {BENCHMARKS} "
        f"identity.invitations {LINKS}",
        "any": f"{THEMSELVES} {REGISTER} encounters.employer employers.register_employer "
        "progress.hubs identity.invite_person identity.withdraw_invitation",
    },
    Role.CAREERS_LEADER: _of_an_institution(
        own=SPEAKING, any="employers.register_employer identity.withdraw_invitation"
    ),
    Role.SENIOR_LEADER: _of_an_institution(own=SPEAKING, any="identity.withdraw_invitation"),
    # An adviser guides the institution's learners, and records what they did.
    Role.CAREERS_ADVISER: _of_an_institution(own=f"rosters.roster {EXPLAIN} {MISSING}"),
    # A volunteer from a business: the institution's plans, not its learners.
    Role.ENTERPRISE_ADVISER: _of_an_institution(),
    # Adult services work like institutions and send counts; no employers, no rosters of learners.
    Role.NCS_ADVISER: {
        "own": f"membership.membership membership.request_membership {TAKING_PART} {ANSWERING} "
        f"{BENCHMARKS} {EXPLAIN} {RETURNS} returns.send_monthly_counts "
        f"returns.correct_monthly_counts {COLLEAGUES} {INVITING} {LINKS} identity.links "
        f"identity.record_link_use {KEYS} {OWN_PAGE}",
        "any": f"{THEMSELVES} {REGISTER} progress.hubs identity.withdraw_invitation",
    },
    # A trust sees its schools, and does nothing in their name.
    Role.TRUST_LEAD: {
        "own": f"{COLLEAGUES} {KEYS} {OWN_PAGE}",
        "within": f"membership.membership {TAKING_PART} {RETURNS} {BENCHMARKS}",
        "any": f"{THEMSELVES} {REGISTER} encounters.employer progress.hubs",
    },
    # Own employer, encounters it is part of; no figures, no benchmark scores, no other employer.
    Role.EMPLOYER_USER: {
        "own": f"{OFFERING} encounters.employer encounters.encounter encounters.part "
        "employers.register_employer employers.change_employer_details identity.record_link_use "
        f"{COLLEAGUES} {INVITING} {LINKS} identity.links {KEYS} {OWN_PAGE}",
        "any": f"{THEMSELVES} {REGISTER} identity.withdraw_invitation",
    },
    # The authority's institutions, without learners, encounters or employers.
    Role.LOCAL_AUTHORITY_OFFICER: {
        "own": f"{COLLEAGUES} {KEYS} {OWN_PAGE}",
        "within": "membership.membership",
        "any": f"{THEMSELVES} {REGISTER} progress.hubs",
    },
    # Nothing below national.
    Role.NATIONAL_ANALYST: {
        "own": f"{COLLEAGUES} {KEYS} {OWN_PAGE}",
        "any": f"{THEMSELVES} progress.hubs",
    },
    # Reads what names no learner; writes nothing but what concerns themselves and their leaving.
    Role.AUDITOR: {
        "own": f"identity.end_role identity.hand_over {OWN_PAGE}",
        "any": f"{THEMSELVES} {REGISTER} {TAKING_PART} {RETURNS} {BENCHMARKS} membership.membership "
        "encounters.employer rosters.roster progress.hubs progress.hub_dashboard "
        "identity.people identity.invitations identity.keys identity.links identity.audit "
        "identity.audit_file",
    },
    # Runs the platform: registers, establishes, grants. No encounter, no learner.
    Role.ADMINISTRATOR: {
        "own": OWN_PAGE,
        "any": f"{THEMSELVES} {REGISTER} {MEMBERS} {COLLEAGUES} {INVITING} {LINKS} {KEYS} "
        "membership.establish_hub membership.register_institution membership.sync_institutions "
        "membership.close_institution membership.merge_institutions membership.request_membership "
        "membership.membership employers.register_employer employers.change_employer_details "
        "encounters.employer progress.hubs progress.hub_dashboard identity.register_person "
        "identity.grant_role identity.accept_invitation identity.expire_invitation "
        "identity.withdraw_invitation "
        "identity.assign_caseload identity.links",
    },
}

#: What shows learners or takes their references, or will: nobody outside the institution comes near.
NAMES_LEARNERS = frozenset({*LEARNERS.split(), MISSING})


@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_this(role: Role) -> None:
    expected = {
        action: Reach(reach)
        for reach, actions in EXPECTED[role].items()
        for action in actions.split()
    } | dict(_of_later_contexts(role))
    found = {action: by_role[role] for action, by_role in matrix().items() if role in by_role}
    assert found == expected


def _of_later_contexts(role: Role) -> Iterator[tuple[str, Reach]]:
    for path in sorted(EXPECTED_BY_CONTEXT.glob("*.csv")):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if role in [Role(name) for name in row["roles"].split()]:
                yield row["action"], Reach(row["reach"])


def test_every_row_is_read_as_it_stands() -> None:
    header, *rows = csv.reader(MATRIX.read_text(encoding="utf-8").splitlines())
    assert header == ["action", *Role]
    actions = [action for action, *_ in rows]
    assert sorted(actions) == sorted(set(actions))
    assert {cell for _, *cells in rows for cell in cells} <= {"", *Reach}
    assert [action for action, *cells in rows if not any(cells)] == []


@pytest.mark.parametrize(
    "role",
    [
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.HUB_LEAD,
        Role.FACILITATOR,
        Role.TRUST_LEAD,
        Role.EMPLOYER_USER,
        Role.LOCAL_AUTHORITY_OFFICER,
        Role.NATIONAL_ANALYST,
        Role.NCS_ADVISER,
        Role.ENTERPRISE_ADVISER,
    ],
)
def test_learners_are_the_institutions_own(role: Role) -> None:
    assert not [action for action in NAMES_LEARNERS if role in matrix()[action]]


def test_nobody_takes_the_word_of_an_institution_from_it() -> None:
    for action in (*ANSWERING.split(), *LEARNERS.split()):
        assert set(matrix()[action].values()) == {Reach.OWN}


def test_whoever_acts_for_a_member_plans_and_never_testifies() -> None:
    allowed = operations_on_behalf()
    testimony = {
        action for action in ANSWERING.split() if "confirm" in action or "dispute" in action
    }
    assert allowed & (testimony | NAMES_LEARNERS | {"rosters.roster"}) == set()
    assert allowed <= matrix().keys()
