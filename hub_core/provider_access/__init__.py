"""Provider access: providers ask schools to meet their learners, schools answer, and say so in public."""
