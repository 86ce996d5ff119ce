"""Rosters: which learners an institution has, by cohort and group, as dated sets that name nobody."""
