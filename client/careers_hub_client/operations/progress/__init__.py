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
from careers_hub_client.operations.progress.hub_calls import (
    returns_comment_on_indicator,
    returns_freeze_return,
    returns_hub_return,
    returns_hub_returns,
    returns_sign_off_return,
)
from careers_hub_client.operations.progress.national_calls import snapshots, table
from careers_hub_client.operations.progress.progress_calls import (
    explain,
    hub_benchmarks,
    hub_dashboard,
    hubs,
    institution_benchmarks,
    missing,
    questions,
)

__all__ = [
    "compass_results",
    "correct_compass_result",
    "explain",
    "hub_benchmarks",
    "hub_dashboard",
    "hub_results",
    "hubs",
    "institution_benchmarks",
    "missing",
    "questions",
    "record_compass_result",
    "record_members_file",
    "record_members_results",
    "returns_comment_on_indicator",
    "returns_freeze_return",
    "returns_hub_return",
    "returns_hub_returns",
    "returns_sign_off_return",
    "snapshots",
    "table",
    "withdraw_compass_result",
    "year",
]
