"""The identity API: links for people without an account; people and machines join them here."""

from services.http.application import api
from services.identity import links

ROUTES = api("identity", [*links.ROUTES], tag="identity")
