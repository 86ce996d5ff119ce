"""Who people and machines are, and how they come in."""
