"""A school's or college's staff for careers: who leads and advises, who is trained, and what can be booked.

Journey: a careers leader sees that a colleague's training runs out in spring, books them on the hub's next
course, and finds the booking on the same page; who leads and who advises is told here as well. What cannot be
done comes back as it was typed, with the reason.
"""

from services.web.staff_page.routes import ROUTES

__all__ = ["ROUTES"]
