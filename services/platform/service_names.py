"""The services there are, by name.

The rule: nothing is imported here, so that the command line can list them without loading any. What
each is stands in ``composition``.
"""

#: The services with an API, and the pages.
SERVICES = ("membership", "encounters", "activities", "progress", "identity", "training", "web")
