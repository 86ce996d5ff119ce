"""Quality: what reviews, peers and awarding bodies found of an institution's careers provision."""
