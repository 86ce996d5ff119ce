"""One act, one record: the same encounter told by an employer and by a school, matched by the school."""
