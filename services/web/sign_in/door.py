"""The way into pages: the session in the cookie, and what its person may do at this moment.

The rule: who somebody is stands in the session, what they may do is read from their own stream at each
request; when that has changed, so does the token, and when nothing is left, every session ends.
"""

from hub_core.access import Principal
from hub_core.identity.people.principals import organisations_of, principal_of
from hub_core.identity.sessions import Session
from services.web.sign_in.cookies import Connection
from services.web.sign_in.signing_in import SignIn

#: Where cookies open nothing.
_FOR_PROGRAMS = ("/api", "/health")


class SessionDoor:
    """A person who signed in."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    async def principal(self, connection: Connection) -> Principal | None:
        """Who asks; the session is noted beside it for the page's frame."""
        state = connection.scope["state"]
        state["session"] = None
        token = self._sign_in.cookies.session(connection)
        if token is None or connection.scope["path"].startswith(_FOR_PROGRAMS):
            return None
        session = await self._sign_in.sessions.find(token)
        if session is None:
            return None
        principal = await self._now(session)
        if principal is None:
            await self._end(session)
            return None
        if principal.roles != session.roles:
            session = await self._rotated(connection, session, principal)
            if session is None:
                return None
        state["session"] = session
        return principal

    async def still_opens(self, connection: Connection) -> bool:
        """Whether an answer that has been open for a while may go on: the session stands, and its person
        may do what they might when they asked."""
        session: Session | None = connection.scope["state"]["session"]
        if session is None or not await self._sign_in.sessions.stands(session.token):
            return False
        asked: Principal = connection.scope["state"]["principal"]
        return await self._now(session) == asked

    async def _now(self, session: Session) -> Principal | None:
        return await principal_of(
            self._sign_in.parts.platform.ledger,
            session.person,
            session.organisation,
            on_behalf_of=session.on_behalf_of,
        )

    async def _end(self, session: Session) -> None:
        """A role that ended ends this session; the last one, all of them."""
        ledger = self._sign_in.parts.platform.ledger
        if await organisations_of(ledger, session.person):
            await self._sign_in.sessions.end(session.token)
        else:
            await self._sign_in.sessions.end_all(session.person)

    async def _rotated(
        self, connection: Connection, session: Session, principal: Principal
    ) -> Session | None:
        token = await self._sign_in.sessions.rotate(
            session,
            organisation=session.organisation,
            on_behalf_of=session.on_behalf_of,
            roles=principal.roles,
            shown=session.shown,
        )
        if token is None:
            return None
        self._sign_in.cookies.give_session(connection, token)
        return await self._sign_in.sessions.find(token)
