"""GET, PUT study/plan and its calendar; GET study/pages; GET, PUT study/calculator/{slug}: a member's own work."""

from datetime import UTC, datetime

from shared.caching import kept_by_reader
from shared.database import one_read
from shared.problems import NotFound
from shared.routes import GET, PUT
from shared.study import queries
from shared.web import Request, Response, function, json_response


def show_plan(request: Request) -> Response:
    """Answer what the member wrote, and their dates."""
    plan = queries.select_plan(one_read(request.reader))
    dates = [{"key": each["key"], "label": each["label"], "date": each["date"]} for each in plan["dates"]]
    return json_response({"entries": plan["entries"], "dates": dates})


def change_plan(request: Request) -> Response:
    """Keep what the member wrote."""
    from shared.study.keep import keep_plan
    from shared.study.records import PlanChange

    keep_plan(request.reader, request.body_as(PlanChange))
    return Response(status=204)


def show_calendar(request: Request) -> Response:
    """Answer the member's dates as a calendar to download."""
    from shared.study.calendar import calendar_of

    plan = queries.select_plan(one_read(request.reader))
    text = calendar_of(plan["dates"], "primary-care-financial-masterclass", datetime.now(UTC))
    headers = {"content-type": "text/calendar; charset=utf-8", "content-disposition": 'attachment; filename="plan.ics"'}
    return Response(text.encode(), headers=headers)


def show_pages(request: Request) -> Response:
    """Answer the pages of the plan that the reader may open."""
    return kept_by_reader(queries.select_plan_pages(one_read(request.reader)))


def show_inputs(request: Request) -> Response:
    """Answer what the member last set in a module's calculator."""
    found = queries.select_calculator_inputs(one_read(request.reader), request.path["slug"])
    if found is None:
        raise NotFound("There is no such module.")
    return json_response(found)


def keep_inputs(request: Request) -> Response:
    """Keep what the member set in a module's calculator, or forget it."""
    from shared.study.keep import keep_calculator_inputs
    from shared.study.records import CalculatorInputs

    keep_calculator_inputs(request.reader, request.path["slug"], request.body_as(CalculatorInputs))
    return Response(status=204)


handler = function(
    [
        GET("/plan", show_plan, who="member"),
        PUT("/plan", change_plan, who="member", max_body_bytes=262_144),
        GET("/plan/calendar", show_calendar, who="member"),
        GET("/pages", show_pages, who="anyone"),
        GET("/calculator/{slug}", show_inputs, who="member"),
        PUT("/calculator/{slug}", keep_inputs, who="member", max_body_bytes=8192),
    ]
)
