"""The return of a hub to its funder: what it is asked, when, and what was frozen and signed off."""
