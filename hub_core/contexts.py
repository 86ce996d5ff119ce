"""Every context, imported so that all its events and handlers are registered.

The rule: whoever reads the log or takes commands imports this module and nothing else to know them.
"""

import hub_core.activities.commands
import hub_core.agreements.commands
import hub_core.attention.commands
import hub_core.bulletins.commands
import hub_core.calendars.commands
import hub_core.employers.approach_commands
import hub_core.employers.check_commands
import hub_core.employers.commands
import hub_core.employers.hosting_commands
import hub_core.employers.standing_commands
import hub_core.encounters.commands
import hub_core.encounters.institution_commands
import hub_core.evaluations.commands
import hub_core.evaluations.members_file
import hub_core.evaluations.members_results
import hub_core.facilitation.commands
import hub_core.feedback.answering
import hub_core.feedback.commands
import hub_core.guidance.adviser_commands
import hub_core.guidance.meeting_commands
import hub_core.identity.links.commands
import hub_core.identity.machines.commands
import hub_core.identity.people.commands
import hub_core.identity.people.hub_commands
import hub_core.identity.people.invitation_commands
import hub_core.identity.people.leaving_commands
import hub_core.matching.commands
import hub_core.membership.cluster_commands
import hub_core.membership.commands
import hub_core.membership.institution_commands
import hub_core.oneroster.commands
import hub_core.partnerships.commands
import hub_core.placements.commands
import hub_core.placements.institution_commands
import hub_core.placements.weeks_commands
import hub_core.programme.commands
import hub_core.provider_access.asking_commands
import hub_core.provider_access.school_commands
import hub_core.quality.commands
import hub_core.reporting.commands
import hub_core.returns.commands
import hub_core.rosters.commands
import hub_core.rosters.programme_commands
import hub_core.rosters.relevant_cohort_commands
import hub_core.rosters.retention_commands
import hub_core.rosters.undoing_commands
import hub_core.snapshots.commands
import hub_core.sync.commands
import hub_core.training.commands
import hub_core.training.institution_commands
import hub_core.webhooks.commands
import hub_core.workforce.commands
import hub_core.workforce.members_contacts

__all__ = ["hub_core"]
