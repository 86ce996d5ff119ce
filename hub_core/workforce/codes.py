"""What somebody can be to careers at an institution, and why they no longer are.

The rule: a careers leader coordinates, a careers adviser guides, an enterprise adviser is a volunteer from
business (domain A.4); the three are never one code.
"""

from hub_core.reference.labelled import Labelled


class ColleagueRole(Labelled):
    """Those beside the careers leader and the enterprise adviser. Several may hold each at once.

    A careers leader has one deputy or more this way: the statutory named person stays one.
    """

    DEPUTY_CAREERS_LEADER = "deputy_careers_leader", "Deputy careers leader"
    CAREERS_ADVISER = "careers_adviser", "Careers adviser"
    LINK_GOVERNOR = "link_governor", "Link governor for careers"
    SENIOR_LINK = "senior_link", "Senior leader for careers"
    STAFF = "staff", "Teacher or other member of staff"


class LeavingReason(Labelled):
    """Why somebody no longer holds a role."""

    LEFT = "left", "Left the institution"
    CONTRACT_ENDED = "contract_ended", "The contract ended"
    ROLE_CHANGED = "role_changed", "Does other work now"
    RECORDED_WRONGLY = "recorded_wrongly", "It was recorded by mistake"
    OTHER = "other", "Another reason"
