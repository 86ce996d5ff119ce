"""Placements at employers: offered, asked for, allocated by need, approved, and what became of them."""
