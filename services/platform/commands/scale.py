"""How much of the fictional England, as people write it on the command line."""

from typing import Any

import rich_click as click

from services.platform.england.scale import Scale


class _ScaleType(click.ParamType[Scale]):
    """Takes what ``Scale.parse`` takes."""

    name = "scale"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Scale:
        if isinstance(value, Scale):
            return value
        try:
            return Scale.parse(value)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


SCALE = _ScaleType()
