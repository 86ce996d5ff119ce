"""What a release is, in words, for whoever opens the folder of its files.

The rule: policy, position and licence are told with the figures, never apart from them.
"""

from hub_core.rollups.release import Release

LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def heading(release: Release) -> str:
    """What a release is called."""
    return (
        "Careers in England: results and figures from the log as at "
        f"{release.measure_date:%-d %B %Y}"
    )


def about(release: Release) -> str:
    """The text of ``about.txt``."""
    policy = release.policy
    shown = sum(one.figures is not None for one in release.groups)
    return f"""{heading(release)}

Edition of the benchmarks: {release.edition}
Stands at position {release.position} of the log: the same position gives the same files.
Of official results, {shown} of {len(release.groups)} groups of institutions are shown.

The tables headline, benchmarks, distribution and distance have results that institutions and their hubs
reported from Compass; nothing in them is worked out from other data. An institution contributes with its
latest result of the academic year up to the measure date, to distance with its first and its latest.
The tables activity, evidence, training, primary and adult have what institutions told the platform of
that time, and are of those who told. Every row says how many institutions contributed of how many were
eligible. Coverage has who is on the register and who is a hub's member. Definitions are in
definitions.csv. Tables by deprivation quintile tell schools apart by the share of their pupils who are
eligible for free school meals, as the register gives it; where quintiles begin and end, and how many
schools are in each, is in deprivation_quintiles.csv. A hub keeps its code in codes.csv when it is renamed;
of two hubs of one name each has its code behind the name.

Disclosure control: {policy.name}. {policy.source}.
A group is shown whole or withheld whole, so that adding and subtracting the figures here, and those
published before, tells nothing about fewer than {policy.minimum_institutions} institutions or \
{policy.minimum_learners} learners. Shares and means are worked
out from unrounded counts of institutions. Numbers of people enter sums institution by institution to the
nearest {policy.people_to}, and shares of people are shares of those sums.
Symbols: c suppressed, x unavailable because nobody contributed, z not applicable, low rounds to nought.

Licence: {LICENCE}, {LICENCE_ADDRESS}
SHA256SUMS has the checksum of every file: sha256sum --check SHA256SUMS.
Programs read the tables by csv-metadata.json (CSV on the Web) or by datapackage.json (Data Package).
"""
