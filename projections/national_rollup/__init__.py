"""One institution as national rollups see it: its place, its results and its year, from its own events.

Folded on demand, at one position of the log, for a release; it keeps no tables (decision 37).
"""
