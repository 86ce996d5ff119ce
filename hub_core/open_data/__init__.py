"""Open data as others read it: DfE's "Explore education statistics" pairs and CSVW, written and checked."""
