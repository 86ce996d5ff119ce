"""What returns are counted by, and how much of anything can be.

The rule: limits of what is plausible stand here with their source, never in code.
"""

from hub_core.reference.labelled import Labelled


class AdultOutcome(Labelled):
    """What an adult service's customers reached: the five outcomes of the National Careers Service.

    Source: its open Data Sharing Service, OutcomeType 1 to 5.
    """

    CUSTOMER_SATISFACTION = "customer_satisfaction", "Satisfied with the service"
    CAREER_MANAGEMENT = "career_management", "Managing their own career better"
    SUSTAINABLE_EMPLOYMENT = "sustainable_employment", "In a lasting job"
    ACCREDITED_LEARNING = "accredited_learning", "In accredited learning"
    CAREER_PROGRESSION = "career_progression", "Further on in their career"


class ReturnCorrection(Labelled):
    """Why a return is corrected."""

    WRONG_NUMBERS = "wrong_numbers", "A number was wrong"
    INCOMPLETE = "incomplete", "Something was missing"
    WRONG_PERIOD = "wrong_period", "It was counted for another period"
    OTHER = "other", "Another reason"


#: Reception to Year 6: the ages a primary school teaches.
PRIMARY_YEAR_GROUPS = range(7)
#: Most classes a year group has. The largest primary schools take in 180 to 210 children a year, seven
#: classes of thirty; twice that leaves room.
MOST_CLASSES = 14
#: Most pupils to a class: thirty up to Year 2 by law (School Admissions (Infant Class Sizes) Regulations
#: 2012), and hardly more than thirty-six above.
MOST_PUPILS_A_CLASS = 36
#: Most visits a school reports in a year: one for every class each week would be fewer.
MOST_ENCOUNTERS = 2_000
#: Most contacts of one service in one month. The National Careers Service as a whole has about 50
#: thousand customers a month.
MOST_CONTACTS = 50_000
