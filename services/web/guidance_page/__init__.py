"""Personal guidance at a school or college: who should be seen next and why, and recording a meeting."""

from services.web.guidance_page.routes import ROUTES

__all__ = ["ROUTES"]
