"""Calls of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from careers_hub_client.operations.progress.evaluations_calls import (
    compass_results,
    correct_compass_result,
    hub_results,
    record_compass_result,
    record_members_file,
    record_members_results,
    withdraw_compass_result,
)
from careers_hub_client.operations.progress.progress_calls import (
    employer_year,
    explain,
    hub_benchmarks,
    hub_dashboard,
    hubs,
    institution_benchmarks,
    missing,
    national_snapshots,
    national_table,
    questions,
)

__all__ = [
    "compass_results",
    "correct_compass_result",
    "employer_year",
    "explain",
    "hub_benchmarks",
    "hub_dashboard",
    "hub_results",
    "hubs",
    "institution_benchmarks",
    "missing",
    "national_snapshots",
    "national_table",
    "questions",
    "record_compass_result",
    "record_members_file",
    "record_members_results",
    "withdraw_compass_result",
]
