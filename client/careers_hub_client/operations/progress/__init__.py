"""Calls of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from careers_hub_client.operations.progress.editions_calls import (
    beside,
    try_edition,
    try_thresholds,
)
from careers_hub_client.operations.progress.employers_calls import year
from careers_hub_client.operations.progress.evaluations_calls import (
    compass_results,
    correct_compass_result,
    hub_results,
    record_compass_result,
    record_members_file,
    record_members_results,
    withdraw_compass_result,
)
from careers_hub_client.operations.progress.national_calls import snapshots, table
from careers_hub_client.operations.progress.progress_calls import (
    explain,
    hub_benchmarks,
    hub_context,
    hub_dashboard,
    hubs,
    institution_benchmarks,
    missing,
    phases,
)
from careers_hub_client.operations.progress.questions_calls import of_hub, of_institution
from careers_hub_client.operations.progress.reporting_calls import (
    comment_on_indicator,
    freeze_return,
    hub_return,
    hub_returns,
    sign_off_return,
)
from careers_hub_client.operations.progress.trusts_calls import schools

__all__ = [
    "beside",
    "comment_on_indicator",
    "compass_results",
    "correct_compass_result",
    "explain",
    "freeze_return",
    "hub_benchmarks",
    "hub_context",
    "hub_dashboard",
    "hub_results",
    "hub_return",
    "hub_returns",
    "hubs",
    "institution_benchmarks",
    "missing",
    "of_hub",
    "of_institution",
    "phases",
    "record_compass_result",
    "record_members_file",
    "record_members_results",
    "schools",
    "sign_off_return",
    "snapshots",
    "table",
    "try_edition",
    "try_thresholds",
    "withdraw_compass_result",
    "year",
]
