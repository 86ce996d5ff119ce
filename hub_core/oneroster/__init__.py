"""OneRoster 1.2 CSV bundles: a school system's export of who is there, read as a roster without names."""
