"""Activities: what an institution records of what its own learners, parents and staff took part in."""
