"""OneRoster bundles: whoever learns at the school by year group, whatever else the bundle tells of people."""

import io
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest

from hub_core.files.bundles import open_bundle
from hub_core.files.limits import UnreadableFile
from hub_core.oneroster.roster import BundleRoster, ReferenceColumn, read_roster

REAL = (
    Path(__file__).parents[4]
    / "shared"
    / "data"
    / "oneroster"
    / "moodle_fixture_v1p2_full_dataset.zip"
)
MANIFEST = """propertyName,value
manifest.version,1.0
oneroster.version,1.2
file.orgs,bulk
file.users,{mode}
file.roles,{mode}
"""
ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
trust,,,A trust,district,,
ashbrook,,,Ashbrook,school,900001,trust
science,,,Science,department,,ashbrook
beech,,,Beech,school,900002,trust
"""
USERS = """sourcedId,status,dateLastModified,givenName,familyName,identifier,email,grades,password
u1,,,Ana,Adams,A-1,ana@example.org,8,secret
u2,,,Ben,Brown,A-2,ben@example.org,Year 10,secret
u3,,,Cat,Cole,A-3,cat@example.org,8,secret
u4,,,Dee,Dunn,T-1,dee@example.org,,secret
"""
ROLES = """sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId
r1,,,u1,primary,student,2025-09-01,2026-08-31,ashbrook
r2,,,u2,primary,student,,,science
r3,,,u3,primary,student,,,beech
r4,,,u4,primary,teacher,,,ashbrook
"""


def read(
    *, mode: str = "bulk", urn: str | None = "900001", school: str | None = None,
    reference: ReferenceColumn = ReferenceColumn.SOURCED_ID, **files: str | None,
) -> BundleRoster:  # fmt: skip
    there = {"manifest": MANIFEST.format(mode=mode), "orgs": ORGS, "users": USERS, "roles": ROLES}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in (there | files).items():
            if text is not None:
                archive.writestr(f"{name}.csv", text)
    with open_bundle(content) as bundle:
        return read_roster(
            bundle, urn=urn, school=school, reference=reference, on=date(2025, 10, 1)
        )


def learners(roster: BundleRoster) -> dict[str, int]:
    return {one.reference: one.year_group for one in roster.learners}


def test_the_learners_of_the_school_and_its_departments_are_read_by_year_group() -> None:
    roster = read()
    assert learners(roster) == {"u1": 8, "u2": 10}
    assert roster.school.sourced_id == "ashbrook"
    assert roster.complete
    assert roster.problems == ()


def test_another_school_of_the_trust_reads_its_own_from_the_same_bundle() -> None:
    assert learners(read(urn="900002")) == {"u3": 8}
    assert learners(read(urn=None, school="beech")) == {"u3": 8}


def test_the_schools_own_identifier_can_be_the_reference() -> None:
    assert learners(read(reference=ReferenceColumn.IDENTIFIER)) == {"A-1": 8, "A-2": 10}


def test_no_name_address_or_password_is_in_what_comes_out() -> None:
    users = USERS.replace(",8,secret", ",another,secret")
    for roster in (read(), read(users=users)):
        told = msgspec.json.encode(roster).decode()
        assert not [
            word for word in ("Ana", "Adams", "example.org", "secret", "Dunn") if word in told
        ]


def test_a_role_that_has_ended_or_not_begun_is_no_learner() -> None:
    for begins, ends, there in (
        ("2025-10-01", "2025-10-02", True),
        ("2025-10-02", "", False),
        ("", "2025-10-01", False),
        ("01/09/2025", "", True),
    ):
        roles = ROLES.replace("2025-09-01,2026-08-31", f"{begins},{ends}")
        assert ("u1" in learners(read(roles=roles))) is there


def test_of_changes_whoever_has_gone_has_left_and_nobody_else() -> None:
    users = USERS.replace("u1,,", "u1,tobedeleted,").replace("u3,,", "u3,active,")
    roles = ROLES.replace("r2,,", "r2,tobedeleted,")
    roster = read(mode="delta", users=users, roles=roles)
    assert not roster.complete
    assert roster.left == ("u1", "u2")
    assert learners(roster) == {}


def test_of_a_whole_whoever_is_gone_is_only_not_in_it() -> None:
    roster = read(users=USERS.replace("u1,,", "u1,tobedeleted,"))
    assert (learners(roster), roster.left) == ({"u2": 10}, ())


def test_changes_of_a_user_without_role_are_told_and_not_guessed() -> None:
    roles = ROLES.replace("r1,,,u1", "r1,,,u9").replace("student,2025-09-01", "teacher,2025-09-01")
    (problem,) = read(mode="delta", roles=roles).problems
    assert (problem.file, problem.line, problem.value) == ("users.csv", 2, "u1")


PROBLEMS = [
    ("users", USERS.replace(",8,secret\nu2", ",,secret\nu2"), 2, "grades"),
    ("users", USERS.replace(",8,secret\nu2", ',"7,8",secret\nu2'), 2, "grades"),
    ("users", USERS.replace(",8,secret\nu2", ",KG,secret\nu2"), 2, "grades"),
    ("users", USERS.replace("u2,,", "u1,,"), 3, "sourcedId"),
    ("users", USERS.replace("u1,,", ",,"), 2, "userSourcedId"),
    ("users", USERS.replace(",Ana", ",Ana,extra"), 2, ""),
    ("roles", ROLES.replace("2025-09-01", "09/31/2025"), 2, "beginDate"),
    ("roles", ROLES.replace("u2", "u9"), 3, "userSourcedId"),
]


@pytest.mark.parametrize(("name", "text", "line", "column"), PROBLEMS)
def test_a_row_that_cannot_be_taken_is_told_and_the_others_are(
    name: str, text: str, line: int, column: str
) -> None:
    roster = read(**{name: text})  # type: ignore[arg-type]
    assert (line, column) in {(problem.line, problem.column) for problem in roster.problems}
    assert learners(roster), "one of the two stands"
    assert all(problem.remedy for problem in roster.problems)


REFUSED = [
    ({"manifest": None}, "no manifest.csv"),
    ({"manifest": MANIFEST.format(mode="bulk").replace("1.2", "1.1")}, "1.2 is read"),
    ({"manifest": MANIFEST.format(mode="absent")}, "needs orgs, users and"),
    ({"manifest": MANIFEST.format(mode="bulk").replace("roles,bulk", "roles,delta")}, "mixture"),
    ({"manifest": "name,value\n"}, "propertyName"),
    ({"users": None}, "promises users.csv"),
    ({"users": "sourcedId,status\nu1,\n"}, "no column “grades”"),
    ({"users": "sourcedId,\0\n"}, "users.csv: Line 1 holds a NUL"),
    ({"urn": "900009"}, "2 schools"),
    ({"urn": None}, "ashbrook (900001), beech (900002)"),
    ({"school": "cedar"}, "no school with the sourcedId “cedar”"),
    ({"orgs": ORGS[: ORGS.index("beech")], "urn": "900009"}, "your URN is 900009"),
]


@pytest.mark.parametrize(("sent", "told"), REFUSED)
def test_a_bundle_that_cannot_be_taken_is_refused_with_why(
    sent: dict[str, str | None], told: str
) -> None:
    with pytest.raises(UnreadableFile, match=told.replace("(", r"\(").replace(")", r"\)")):
        read(**sent)  # type: ignore[arg-type]


@pytest.mark.skipif(not REAL.exists(), reason=f"the bundle of another project is not at {REAL}")
def test_a_bundle_another_project_tests_with_is_read() -> None:
    with REAL.open("rb") as content, open_bundle(content) as bundle:
        roster = read_roster(bundle, urn=None, on=date(2024, 10, 1))
    assert roster.complete
    assert roster.school.sourced_id == "org-sch-222-456"
    assert {"usr-222-66778899"} <= learners(roster).keys()
    assert not {"usr-222-123456", "usr-222-987654"} & learners(roster).keys(), "they teach"
