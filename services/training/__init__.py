"""Training: the people who do careers work, what they are trained in, and how good it is found to be."""
