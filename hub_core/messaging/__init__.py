"""Who signs in to nats-server, and what each may do there.

Rule: one description of accounts and parts (`accounts`, `parts`) makes every configuration there is,
embedded, compose and Kubernetes (`configuration`, `deployed`).
"""
