"""Questions worth asking, on two pages: an institution's own, and whom of a hub's members to ask what.

Journey: before a round of visits a hub lead opens the hub page, keeps one question or all, and prints the
page of each member with five records drawn by chance. The member sees the same page, so nobody is asked
behind its back. Nothing is ticked off here: a question goes when what it asks about is put right.
"""

from services.web.questions_page.routes import ROUTES

__all__ = ["ROUTES"]
