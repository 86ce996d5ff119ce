"""A fictional England to show the platform with: hubs over real areas, everything else invented.

The rule: the same seed, scale and day give the same events, byte for byte.
"""
