"""Calls of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

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
    editions_beside,
    explain,
    hub_benchmarks,
    hub_context,
    hub_dashboard,
    hub_questions,
    hubs,
    institution_benchmarks,
    missing,
    phases,
    questions,
    try_edition,
    try_thresholds,
)
from careers_hub_client.operations.progress.reporting_calls import (
    comment_on_indicator,
    freeze_return,
    hub_return,
    hub_returns,
    sign_off_return,
)

__all__ = [
    "comment_on_indicator",
    "compass_results",
    "correct_compass_result",
    "editions_beside",
    "explain",
    "freeze_return",
    "hub_benchmarks",
    "hub_context",
    "hub_dashboard",
    "hub_questions",
    "hub_results",
    "hub_return",
    "hub_returns",
    "hubs",
    "institution_benchmarks",
    "missing",
    "phases",
    "questions",
    "record_compass_result",
    "record_members_file",
    "record_members_results",
    "sign_off_return",
    "snapshots",
    "table",
    "try_edition",
    "try_thresholds",
    "withdraw_compass_result",
    "year",
]
