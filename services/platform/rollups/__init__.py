"""National rollups for whoever runs the platform: folded from the log, published, taken away as files."""
