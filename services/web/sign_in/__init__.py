"""How people come in: OpenID Connect at any issuer, a session in a cookie, forms no other site can post.

The rule: who somebody is, the issuer says; what they may do, our own record of them says.
"""

from services.web.sign_in.door import SessionDoor
from services.web.sign_in.open_id import OpenIdClient
from services.web.sign_in.signing_in import SignIn

__all__ = ["OpenIdClient", "SessionDoor", "SignIn"]
