"""Entries as iCalendar (RFC 5545), for calendar programs.

The rule: the same entries make the same bytes, so that a program that asks again is told that nothing has
changed. Days are days in England and carry no time, so that no program moves them.
"""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from hub_core.calendars.entries import Entry, Standing

MEDIA_TYPE = "text/calendar"
#: How often a program should ask again (RFC 7986, 5.7): plans change in hours, not in minutes.
REFRESH = timedelta(hours=4)
PRODUCT = "-//Careers Hub//Calendar//EN"
#: After the id of an entry; names no place of the internet, for the id alone is unique.
_OURS = "@careers-hub.invalid"


def as_ical(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar of this name, as a file."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    # Outlook and Google know the older of the two names.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}{_OURS}")
    event.add("sequence", entry.revision.number)
    event.add("dtstamp", entry.revision.at)
    event.add("last-modified", entry.revision.at)
    event.add("dtstart", entry.first)
    # The first day after it: RFC 5545, 3.6.1.
    event.add("dtend", entry.last + timedelta(days=1))
    off = entry.standing is Standing.CANCELLED
    event.add("summary", f"Called off: {entry.title}" if off else entry.title)
    if entry.about:
        event.add("description", entry.about)
    event.add("categories", [entry.kind.label])
    event.add("status", entry.standing.name)
    # A day with an employer does not make a whole diary busy.
    event.add("transp", "TRANSPARENT")
    return event
