"""Combinations of published sums as vectors of whole numbers, and how one is taken from another.

The rule: a vector stands for all its multiples, for a reader divides as easily as adds; so nothing is ever
divided here, and every number is exact.
"""

from math import gcd

#: A column of the sums: contributions that are in the same published groups, which no sum can tell apart.
Atom = int
Vector = dict[Atom, int]


def cancel(target: Vector, row: Vector, place: Atom) -> None:
    """Take from ``target`` so much of ``row`` that nothing is left at the place; both have some there."""
    scale, times = row[place], target[place]
    if scale in (1, -1):
        times *= scale
    else:
        common = gcd(scale, times)
        scale, times = scale // common, times // common
        for atom in target:
            target[atom] *= scale
    for atom, value in row.items():
        left = target.get(atom, 0) - times * value
        if left:
            target[atom] = left
        else:
            target.pop(atom, None)
    if scale not in (1, -1):
        _shorten(target)


def _shorten(target: Vector) -> None:
    """The smallest multiple in whole numbers, so that numbers stay short."""
    if (common := gcd(*target.values())) > 1:
        for atom in target:
            target[atom] //= common
