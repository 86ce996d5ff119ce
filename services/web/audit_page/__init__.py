"""The page of the audit, for auditors: what was recorded and who read what."""
