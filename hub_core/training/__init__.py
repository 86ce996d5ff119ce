"""Training: events for the people who do careers work, booked for them, attended and completed."""
