"""Examples of every criterion of every edition that a careers leader can check by hand, edge dates included.

Whoever adds a criterion adds its example to its benchmark: ``test_every_criterion`` walks the editions and
misses none.
"""

from tests.hub_core.gatsby.examples_of_employers import OF_EMPLOYERS
from tests.hub_core.gatsby.examples_of_guidance import OF_GUIDANCE
from tests.hub_core.gatsby.examples_of_programme import OF_PROGRAMME
from tests.hub_core.gatsby.examples_of_providers import OF_PROVIDERS
from tests.hub_core.gatsby.examples_of_workplaces import OF_WORKPLACES

EXAMPLES = [*OF_PROGRAMME, *OF_EMPLOYERS, *OF_WORKPLACES, *OF_PROVIDERS, *OF_GUIDANCE]
