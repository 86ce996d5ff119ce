"""Returns: a primary school's year on one page, and an adult service's month, as counts that name nobody."""
