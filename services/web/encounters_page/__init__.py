"""What employers did with an institution's learners: what waits for its word, and giving it in a batch."""

from services.web.encounters_page.routes import ROUTES

__all__ = ["ROUTES"]
