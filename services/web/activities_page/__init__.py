"""What an institution recorded and synced itself, and asking those who were there what they made of it.

Journey: after an evening for parents the careers leader finds it in the list, says how many are in the room,
and reads the code out; when all have answered, what they said stands on the page of the evening. A number
that cannot be is told above the form, and nothing was opened.
"""

from services.web.activities_page.routes import ROUTES

__all__ = ["ROUTES"]
