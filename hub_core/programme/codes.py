"""Code lists of the careers programme: aims, outcomes, audiences, and what an institution says of itself.

The rule: aims and outcomes are codes, so that two institutions' programmes compare. Source of the six
areas: Career Development Framework (CDI, 2021); the outcomes are short forms of the platform's own.
"""

from hub_core.reference.labelled import Labelled

#: Backing older than so many days is no backing any more (criterion 1.2b: the last twelve months).
BACKING_HOLDS_DAYS = 365
#: Year groups whose aims the field misses most (domain F-07); a programme is not published without them.
NEVER_EMPTY = frozenset({7, 8})


class LearningAim(Labelled):
    """The area of career learning an aim belongs to."""

    GROW = "grow_throughout_life", "Grow throughout life"
    EXPLORE = "explore_possibilities", "Explore possibilities"
    MANAGE = "manage_career", "Manage career"
    CREATE = "create_opportunities", "Create opportunities"
    BALANCE = "balance_life_and_work", "Balance life and work"
    BIG_PICTURE = "see_the_big_picture", "See the big picture"


class LearningOutcome(Labelled):
    """What learners can do afterwards."""

    KNOWS_STRENGTHS = "knows_strengths", "Can name their strengths and interests"
    ASKS_FOR_HELP = "asks_for_help", "Knows who can help with choices, and asks"
    KNOWS_JOBS = "knows_jobs", "Can describe a range of jobs and what they take"
    KNOWS_PATHWAYS = "knows_pathways", "Can compare academic, technical and work-based ways on"
    USES_LABOUR_MARKET = "uses_labour_market", "Uses information on the local labour market"
    MAKES_CHOICES = "makes_choices", "Makes the choices of this stage with reasons"
    PLANS = "plans", "Has a plan and keeps it up to date"
    APPLIES = "applies", "Can apply and be interviewed"
    SHOWS_INITIATIVE = "shows_initiative", "Shows initiative with employers and in the community"
    KNOWS_WORKPLACES = "knows_workplaces", "Can say what is expected at a workplace"
    KNOWS_RIGHTS = "knows_rights", "Knows rights and duties at work"
    CHALLENGES_STEREOTYPES = "challenges_stereotypes", "Challenges stereotypes about jobs"


class Audience(Labelled):
    """Who can understand the published programme (criterion 1.3)."""

    LEARNERS = "learners", "Learners"
    PARENTS = "parents", "Parents and carers"
    STAFF = "staff", "Staff"
    EMPLOYERS = "employers", "Employers"


class Backer(Labelled):
    """Who backs the programme."""

    GOVERNORS = "governors", "The governing body"
    HEAD = "head", "The head or principal"


class Statement(Labelled):
    """What only the institution can say of itself."""

    TAILORED = "tailored", "The programme is tailored to the needs of all"
    IN_DEVELOPMENT_PLAN = "in_development_plan", "It is linked to the development plan"
    LMI_FOR_PARENTS = "lmi_for_parents", "Parents are supported to use labour market information"
    LMI_FOR_STAFF = "lmi_for_staff", "Staff have access to labour market information"
    RECORDS_OPEN = "records_open", "Learners can see their own records"
    GUIDANCE_TOLD = "guidance_told", "Learners and parents are told how to get guidance"
