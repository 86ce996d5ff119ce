"""A hub's return worked out: figures that stand elsewhere, put beside what the funder asks."""
