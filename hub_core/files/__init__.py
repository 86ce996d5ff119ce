"""Files that people and information systems send: how their bytes become rows, and what is said when not."""
