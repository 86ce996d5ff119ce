"""What each criterion asks, in plain SQL over raw events: written by hand, apart from the editions.

The rule: nothing here comes from the platform but the names in its events. The tables stand in
``counted_in_sql.sql``.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

SQL = (Path(__file__).parent / "counted_in_sql.sql").read_text()
LIVE = "mode is distinct from 'virtual_recorded'"
#: All four points of the check-list answered with yes.
MEANINGFUL = (
    """checks @> '{"clear_purpose": "yes", "learning_outcomes": "yes", """
    """"two_way_interaction": "yes", "time_to_reflect": "yes"}'"""
)
NO_JOB = f"{LIVE} and type <> 'part_time_job'"
#: All seven points of a meaningful experience of a workplace, and what a provider must have told.
AT_WORK = f"""{NO_JOB} and {MEANINGFUL} and workplace @> '["range_of_people", "task", "employer_feedback"]'"""
TOLD = f"""{LIVE} and {MEANINGFUL} and content ? 'learning_experience'"""
ONE_IN_PERSON = "bool_or(mode in ('in_person', 'blended'))"
VISIT = "provider = 'university' and type in ('he_visit', 'campus_visit', 'open_event')"
TWO_THERE = "count(*) filter (where mode in ('in_person', 'blended')) >= 2"
ACADEMIC = (
    "(pathways ?| array['a_level', 'applied_general', 'degree'] "
    "or provider in ('school_sixth_form', 'sixth_form_college', 'university'))"
)
TECHNICAL = (
    "(pathways ?| array['t_level', 'htq', 'apprenticeship', 'degree_apprenticeship', 'supported_internship', "
    "'employment', 'volunteering'] or technical or provider in ('itp', 'employer_apprenticeship', 'utc'))"
)
BOTH_WAYS = f"bool_or({ACADEMIC}) and bool_or({TECHNICAL})"
IN_LESSONS = "bool_or(type = 'curriculum_lesson_with_employer' or kinds ? 'curriculum_link')"
AFTER_16 = "bool_or(held_on >= date '{after_16}')"
SCHOOLS, COLLEGES = range(7, 14), range(12, 15)


class Asked(NamedTuple):
    """What a criterion asks of each learner: activities of some ``kinds`` with a condition, at least so
    many ``times`` since they began year group ``since`` (this one by default), and what holds of them all."""

    kinds: str
    where: str
    year_groups: Iterable[int]
    since: int | None = None
    times: int = 1
    having: str = "true"

    def sql(self, year_group: int) -> str:
        """Counting learners of cohort $2 of school $1 up to day $3."""
        kinds = ", ".join(f"'{kind}'" for kind in self.kinds.split())
        having = self.having.format(after_16=began(year_group, 12))
        return f"""
        select count(*) from (
            select learner from counted_in_sql.attended
            where institution = $1 and held_on between date '{began(year_group, self.since)}' and $3
                and kinds ?| array[{kinds}] and {self.where}
                and learner = any(array(select counted_in_sql.cohort($1, $2, $3)))
            group by learner having count(*) >= {self.times} and {having}
        ) met
        """


def began(year_group: int, since: int | None) -> date:
    """The first day of Year ``since`` of those who are in this year group in 2025/26."""
    return date(2025 - (0 if since is None else year_group - since), 9, 1)


def _of(provider: str, where: str = LIVE) -> Asked:
    names = ", ".join(f"'{one}'" for one in provider.split())
    return Asked("provider_encounter", f"provider in ({names}) and {where}", [11], since=7)


def _hours(
    hours: int, year_groups: Iterable[int], since: int | None, having: str = "true"
) -> Asked:
    return Asked(W, NO_JOB, year_groups, since, having=f"sum(minutes) >= {60 * hours} and {having}")


E, W, P, G = "employer_encounter", "workplace_experience", "provider_encounter", "guidance_meeting"
L = "labour_market_information"
TOOK_PART = f"{E} {W} {P} {G} {L}"
#: Every criterion that counts learners.
ASKED = {
    ("GATSBY-2014", "2.1"): Asked(L, "true", [9], since=7),
    ("GATSBY-2014", "2.1c"): Asked(L, "true", COLLEGES, since=12),
    ("GATSBY-2014", "5.1"): Asked(E, LIVE, SCHOOLS),
    ("GATSBY-2014", "5.1c"): Asked(E, LIVE, COLLEGES, times=2, having=IN_LESSONS),
    ("GATSBY-2014", "6.1"): Asked(W, NO_JOB, [11], since=7),
    ("GATSBY-2014", "6.2"): Asked(W, NO_JOB, [13], since=12),
    ("GATSBY-2014", "6.1c"): Asked(W, NO_JOB, COLLEGES, since=12),
    ("GATSBY-2014", "7.1"): _of("sixth_form_college school_sixth_form"),
    ("GATSBY-2014", "7.2"): _of("fe_college"),
    ("GATSBY-2014", "7.3"): _of("itp"),
    ("GATSBY-2014", "7.4"): _of("university"),
    ("GATSBY-2014", "7.5"): _of("employer_apprenticeship"),
    ("GATSBY-2014", "7.6"): Asked(P, f"{LIVE} and {VISIT}", [13], since=12, times=2, having=TWO_THERE),
    ("GATSBY-2014", "7.1c"): Asked(P, LIVE, COLLEGES, since=12),
    ("GATSBY-2014", "8.1"): Asked(G, "level >= 6", [11], since=7),
    ("GATSBY-2014", "8.2"): Asked(G, "level >= 6", [13], since=7, times=2, having=AFTER_16),
    ("GATSBY-2014", "8.1c"): Asked(G, "level >= 6", COLLEGES, since=12),
    ("GATSBY-2024", "2.1.ks3"): Asked(L, "true", [9], since=7),
    ("GATSBY-2024", "2.1.ks4"): Asked(L, "true", [11], since=10),
    ("GATSBY-2024", "2.1.ks5"): Asked(L, "true", [13], since=12),
    ("GATSBY-2024", "2.1c"): Asked(L, "true", COLLEGES, since=12),
    ("GATSBY-2024", "3.2"): Asked(TOOK_PART, "true", range(7, 15)),
    ("GATSBY-2024", "5.1"): Asked(E, f"{LIVE} and {MEANINGFUL}", SCHOOLS),
    ("GATSBY-2024", "5.1c"): Asked(E, f"{LIVE} and {MEANINGFUL}", COLLEGES, times=2, having=IN_LESSONS),
    ("GATSBY-2024", "5.1p"): Asked(E, LIVE, range(7)),
    ("GATSBY-2024", "6.1"): Asked(W, AT_WORK, [11], since=7, times=2, having=ONE_IN_PERSON),
    ("GATSBY-2024", "6.2"): Asked(W, AT_WORK, [13], since=7, having=f"{ONE_IN_PERSON} and {AFTER_16}"),
    ("GATSBY-2024", "6.1c"): Asked(W, AT_WORK, COLLEGES, since=12, having=ONE_IN_PERSON),
    ("GATSBY-2024", "6.G"): _hours(50, range(8, 12), 7, ONE_IN_PERSON),
    ("GATSBY-2024", "6.T1"): _hours(10, [8], None),
    ("GATSBY-2024", "6.T2"): _hours(15, [9], None),
    ("GATSBY-2024", "6.T3"): _hours(25, [10], None),
    ("GATSBY-2024", "7.1a"): _of("school_sixth_form sixth_form_college", TOLD),
    ("GATSBY-2024", "7.1b"): _of("fe_college", TOLD),
    ("GATSBY-2024", "7.1c"): _of("university", TOLD),
    ("GATSBY-2024", "7.1d"): _of("itp employer_apprenticeship", TOLD),
    ("GATSBY-2024", "7.1f"): Asked(P, TOLD, COLLEGES, since=12),
    ("GATSBY-2024", "7.2"): Asked(P, f"{LIVE} and {VISIT}", [13], since=12, times=2, having=TWO_THERE),
    ("GATSBY-2024", "7.B"): Asked(f"{P} {E}", LIVE, SCHOOLS, since=7, having=BOTH_WAYS),
    ("GATSBY-2024", "7.Bc"): Asked(f"{P} {E}", LIVE, COLLEGES, since=12, having=BOTH_WAYS),
    ("GATSBY-2024", "8.1"): Asked(G, "level >= 6", [11], since=7),
    ("GATSBY-2024", "8.2"): Asked(G, "level >= 6", [13], since=7, times=2, having=AFTER_16),
    ("GATSBY-2024", "8.1c"): Asked(G, "level >= 6", COLLEGES, since=12),
}  # fmt: skip
ROLL = "select count(*) from counted_in_sql.cohort($1, $2, $3)"
#: Encounters with providers of technical education, of the two that a phase is owed, for cohort $2 of school
#: $1 up to day $3, within the days of the phase from $4 to $5.
OWED = f"""
select least(count(distinct act), 2) from counted_in_sql.attended
where institution = $1 and held_on between $4::date and least($5::date, $3::date)
    and kinds ? 'provider_encounter' and technical and {LIVE} and in_school_day = 'yes'
    and jsonb_array_length(content) = 4
    and learner = any(array(select counted_in_sql.cohort($1, $2, $3)))
"""
#: Subjects of year group $3 of school $1 with careers in them this year up to day $2.
SUBJECTS = """
select count(distinct subject)
from counted_in_sql.held, jsonb_array_elements_text(subjects) subject
where institution = $1 and held_on between date '2025-09-01' and $2 and kinds ? 'curriculum_link'
    and year_groups @> to_jsonb($3::integer) and subject not in ('business', 'drama', 'other')
"""
#: Of a self-employed person, a small or middle-sized employer, a large one and three sectors: those that
#: cohort $2 of school $1 met from day $4 up to day $3.
VARIETY = f"""
select coalesce(
    bool_or(size = 'sole_trader')::integer + bool_or(size in ('micro', 'small', 'medium'))::integer
    + bool_or(size = 'large')::integer + (count(distinct sector) >= 3)::integer, 0)
from (
    select coalesce(size, '') as size, sector from counted_in_sql.attended
    where institution = $1 and held_on between $4 and $3 and kinds ? 'employer_encounter' and {LIVE}
        and learner = any(array(select counted_in_sql.cohort($1, $2, $3)))
) met
"""


def _took_place(kind: str, where: str = "true") -> str:
    """Whether school $1 held something of a kind this year up to day $2: 1 or 0."""
    return f"""
    select exists(
        select from counted_in_sql.held
        where institution = $1 and held_on between date '2025-09-01' and $2 and kinds ? '{kind}' and {where}
    )::integer
    """


#: What staff were trained in counts whoever told of it.
TRAINED = f"""
select greatest(({_took_place("staff_development")}), exists(
    select from counted_in_sql.trained where institution = $1 and held_on between date '2025-09-01' and $2
)::integer)
"""
#: What takes place once a year, or does not.
TOOK_PLACE = {
    "3.8": _took_place(E, "type = 'alumni_talk'"),
    "4.2": TRAINED,
    "4.1p": _took_place("curriculum_link"),
    "4.2p": TRAINED,
}
#: Key stages that school $1 teaches on day $2, and those of them that had something for parents this year.
STAGES = """
select count(*) from (values (7, 9), (10, 11), (12, 14)) stage (first, last)
where exists(
    select from counted_in_sql.told
    where institution = $1 and topic = 'membership.InstitutionRegistered.v1'
        and (word #>> '{details,low_age}')::integer - 4 <= last
        and (word #>> '{details,high_age}')::integer - 5 >= first
)
"""
STAGES_WITH_PARENTS = f"""{STAGES} and exists(
    select from counted_in_sql.held
    where institution = $1 and held_on between date '2025-09-01' and $2 and kinds ? 'parent_activity'
        and (
            jsonb_array_length(year_groups) = 0
            or exists(
                select from jsonb_array_elements_text(year_groups) told
                where told::integer between first and last
            )
        )
)
"""
#: Guidance meetings of school $1 this year up to day $2, one a learner who came, and those of them with an
#: adviser of level 6 or above.
MEETINGS = """
select count(*) from counted_in_sql.attended
where institution = $1 and held_on between date '2025-09-01' and $2 and kinds ? 'guidance_meeting'
"""
QUALIFIED = f"{MEETINGS} and level >= 6"
