"""The training API: the careers workforce, its training, and what reviews and awards find."""

from services.http.application import api
from services.training import calendar, quality, workforce

ROUTES = api("training", [*workforce.ROUTES, *calendar.ROUTES, *quality.ROUTES], tag="training")
