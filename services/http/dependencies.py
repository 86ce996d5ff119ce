"""How a handler gets what it asks for by name: one thing after another.

The rule: what routes depend on is there already (parts that were opened, who asks), so that nothing is
gained by asking for all of it at once. Litestar begins a task for each of several dependencies, which
costs more than most of them do.
"""

from litestar import Litestar
from litestar.routes import HTTPRoute


def resolved_in_turn(app: Litestar) -> Litestar:
    """The same application; each dependency still comes after those it needs itself."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for _, parameters in route.route_handler_map.values():
                parameters.dependency_batches = [
                    {one} for batch in parameters.dependency_batches for one in batch
                ]
    return app
