"""The questions of feedback and their fixed answers: two for learners, two for employers, two for schools.

The rule: nobody is asked for a word of their own, so nothing anybody writes can reach the log. The words
are for an eleven-year-old. Sources: domain F-12 and F-52.
"""

from hub_core.reference.labelled import Labelled

#: Learners one class code is for at most: a year group in one hall.
MOST_IN_THE_ROOM = 400
#: A code that was read out in one lesson need not open the next month.
LONGEST_DAYS = 14
#: Fewer answers than this are told to nobody, the school included: in so few a teacher knows the child.
LEAST_TOLD = 5


class FoundOut(Labelled):
    """Learners: did you find out something new?"""

    A_LOT = "a_lot", "Yes, a lot"
    A_LITTLE = "a_little", "Yes, a little"
    NOTHING = "nothing", "No"


class NextStep(Labelled):
    """Learners: did it help you think about what you might do next?"""

    YES = "yes", "Yes"
    NOT_SURE = "not_sure", "I am not sure"
    NO = "no", "No"


class Prepared(Labelled):
    """Employers: were the learners ready for it?"""

    WELL = "well", "Yes, well prepared"
    PARTLY = "partly", "Partly"
    NOT = "not", "No"


class Hoped(Labelled):
    """Institutions: did it do what you hoped for your learners?"""

    FULLY = "fully", "Yes, fully"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Again(Labelled):
    """Employers and institutions: would you do it again together?"""

    YES = "yes", "Yes"
    WITH_CHANGES = "with_changes", "Yes, with changes"
    NO = "no", "No"
