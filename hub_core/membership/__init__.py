"""Membership: institutions with their dated identifiers, hubs with their scope, and who belongs to whom."""
