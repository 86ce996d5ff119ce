"""What a release is, in words, for whoever opens the folder of its files.

The rule: policy, position and licence are told with the figures, never apart from them.
"""

from hub_core.rollups.release import Release

LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def about(release: Release) -> str:
    """The text of ``about.txt``."""
    policy = release.policy
    shown = sum(one.figures is not None for one in release.groups)
    return f"""Gatsby Benchmarks: official results as at {release.measure_date:%-d %B %Y}

Edition of the benchmarks: {release.edition}
Stands at position {release.position} of the log: the same position gives the same files.
{shown} of {len(release.groups)} groups of institutions are shown.

Results are those that institutions and their hubs reported from Compass; nothing is worked out from
other data. An institution contributes with its latest result of the academic year up to the measure
date. Every row says how many institutions contributed of how many were eligible. Definitions are in
definitions.csv.

Disclosure control: {policy.name}. {policy.source}.
A group is shown whole or withheld whole, so that adding and subtracting the figures here, and those
published before, tells nothing about fewer than {policy.minimum_institutions} institutions or \
{policy.minimum_learners} learners. Shares and means are worked
out from unrounded counts.
Symbols: c suppressed, x unavailable because nobody contributed, z not applicable, low rounds to nought.

Licence: {LICENCE}, {LICENCE_ADDRESS}
SHA256SUMS has the checksum of every file: sha256sum --check SHA256SUMS.
"""
