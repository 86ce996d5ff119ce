"""One learner's own record, on a page to print.

Journey: a learner or a parent asks what is kept of them. The careers leader types the school's own
reference, reads what the learner took part in and where they were on roll, and prints it. A reference nobody
knows, or one that was destroyed, is said to be so.
"""

from services.web.learner_page.routes import ROUTES

__all__ = ["ROUTES"]
