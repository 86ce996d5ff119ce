"""What kinds of file there are, and how far an upload has come."""

from hub_core.reference.labelled import Labelled


class UploadKind(Labelled):
    """What the rows of a file are."""

    ACTIVITIES = "activities", "Activities: a row is one learner's attendance at one activity"
    ROSTER = "roster", "Roster: a row is one learner on roll"
    PROGRAMMES = (
        "programmes",
        "Programmes: a row is one learner on a programme of a college or provider",
    )

    @property
    def tells_roll(self) -> bool:
        """Whether its rows say who is on roll."""
        return self is not UploadKind.ACTIVITIES


class UploadState(Labelled):
    """How far an upload has come."""

    BEGUN = "begun", "Waiting for its content"
    COLUMNS_NEEDED = "columns_needed", "Waiting to be told which column is what"
    CHECKED = "checked", "Checked, waiting to be committed"
    COMMITTING = "committing", "Partly committed: commit it again to finish"
    COMMITTED = "committed", "Committed"
    DELETED = "deleted", "Deleted with its content, uncommitted"


class RowFate(Labelled):
    """What becomes of a row that is not simply taken."""

    REFUSED = "refused", "Not taken"
    HELD = "held", "Held until the roster knows the learner"
    NOTICED = "noticed", "Taken, with a remark"


class Change(Labelled):
    """What committing would do to an activity."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UNCHANGED = "unchanged", "Unchanged"
    HELD = "held", "Held"


#: What has come to its end, and stays so whoever comes late.
OVER = (UploadState.COMMITTED, UploadState.DELETED)
#: In which states an upload may still be given (other) content.
OPEN = (UploadState.BEGUN, UploadState.COLUMNS_NEEDED, UploadState.CHECKED)
