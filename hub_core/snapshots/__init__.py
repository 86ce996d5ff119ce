"""Published snapshots of national figures: immutable, and outside every read model."""
