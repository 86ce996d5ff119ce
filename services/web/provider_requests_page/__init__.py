"""What providers ask of a school, and answering them: a date, another date, or no with a reason."""

from services.web.provider_requests_page.routes import ROUTES

__all__ = ["ROUTES"]
