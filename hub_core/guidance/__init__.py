"""Personal guidance: who advises an institution's learners, who met whom, and what they agreed to do."""
