"""Lists and exports in parts: where the next begins is a Link of the answer (RFC 8288), not a member of it."""

import re

from shared.problems import NotFound
from shared.statements import Part
from shared.web import Request

# Twenty digits and an id, behind the number of a list where there are several: what masterclass.place_in_time makes.
_PLACE = re.compile(r"(?:[1-9]\.)?\d{20}[0-9a-f-]{36}", re.ASCII)


def place_in(request: Request, parameter: str) -> str:
    """Return where the request goes on from, empty for the beginning; NotFound for what no Link of ours says."""
    place = request.query.get(parameter, "")
    if place and not _PLACE.fullmatch(place):
        raise NotFound
    return place


def link_to_next(request: Request, parameter: str, part: Part) -> dict[str, str]:
    """Return the header that leads to the next part, as a reference relative to the request; none behind the last."""
    if not part.next:
        return {}
    from urllib.parse import urlencode

    query = urlencode({**request.query, parameter: part.next})
    return {"link": f'<?{query}>; rel="next"'}
