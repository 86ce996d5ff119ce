"""The read model of benchmark progress: what each institution's own events amount to under each edition."""
