"""The careers programme: what each year group is to learn, who backs it and where it is published."""
