"""`python -m shared alerts list|mute|test`: what stands, what the operator does not want to hear, and a trial."""

import argparse
import re
from datetime import UTC, datetime, timedelta

from shared import settings
from shared.alerts import channels, queries
from shared.alerts.catalog import ALARMS
from shared.alerts.message import compose_test
from shared.alerts.settings import alerts
from shared.database import JOBS, one_trip

LONGEST_MUTE = timedelta(days=90)
_LASTING = re.compile(r"(\d{1,4})([mhdw])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def main(arguments: list[str]) -> int:
    """Run the subcommand; 2 for wrong usage."""
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as asked:  # argparse has said what is wrong, or printed its help
        return int(asked.code or 0)
    return chosen.run(chosen)


def run_list(_: argparse.Namespace) -> int:
    """Print what stands, what is muted, and what was over within a week."""
    shown = queries.select_listed(one_trip(JOBS))
    for alert in shown:
        print("\n".join(_lines(alert)))
    if not shown:
        print("Nothing stands, and nothing was over within a week.")
    return 0


def run_mute(chosen: argparse.Namespace) -> int:
    """Tell nobody of an alarm for a while; what goes on then is told again."""
    until = queries.upsert_mute(one_trip(JOBS), chosen.name, chosen.lasting, chosen.reason)
    print(f"{chosen.name} is muted until {_moment(until)}.")
    return 0


def run_test(_: argparse.Namespace) -> int:
    """Send one message through every channel that is set; 1 where there is none, or one did not take it."""
    told_by = alerts()
    if not told_by.ways:
        print("Nobody would be told: ALERT_EMAIL, ALERT_WEBHOOK_URL and ALERT_HEARTBEAT_URL are empty.")
        return 1
    everywhere = channels.tell(told_by, compose_test(settings.site().url))[1]
    if not channels.beat(told_by, "") or not everywhere:
        print("Not every channel took it; the line above says which, and why.")
        return 1
    print(f"Taken by: {', '.join(told_by.ways)}. Look whether it has arrived.")
    return 0


def _lines(alert: queries.Shown) -> list[str]:
    times = [f"since {_moment(alert.raised_at)}"]
    times += [f"told {_moment(alert.told_at)}"] if alert.told_at else []
    times += [f"over {_moment(alert.over_at)}"] if alert.over_at else []
    lines = [f"{alert.name:<26} {alert.state:<7} {', '.join(times)}"]
    lines += [f"    {alert.detail}"] if alert.detail else []
    lines += [f"    {', '.join(alert.objects)}"] if alert.objects else []
    lines += [f"    muted until {_moment(alert.muted_until)}: {alert.reason}"] if alert.muted_until else []
    return lines


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _name(text: str) -> str:
    if text not in ALARMS:
        raise argparse.ArgumentTypeError(f"there is no alarm {text!r}; there are {', '.join(sorted(ALARMS))}")
    return text


def _lasting(text: str) -> timedelta:
    found = _LASTING.fullmatch(text)
    if not found or not timedelta() < (lasting := int(found[1]) * _UNITS[found[2]]) <= LONGEST_MUTE:
        raise argparse.ArgumentTypeError("a time is 30m, 12h, 2d or 1w, and 90d at most")
    return lasting


def _reason(text: str) -> str:
    if not 1 <= len(text.strip()) <= 500:
        raise argparse.ArgumentTypeError("a reason has 1 to 500 characters")
    return text.strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared alerts", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="list|mute|test")
    commands.add_parser("list", help="what stands, is muted, or was over within a week").set_defaults(run=run_list)
    mute = commands.add_parser("mute", help="tell nobody of an alarm for a while")
    mute.add_argument("name", type=_name)
    mute.add_argument("--for", dest="lasting", type=_lasting, required=True, metavar="2d")
    mute.add_argument("--reason", type=_reason, required=True)
    mute.set_defaults(run=run_mute)
    test = commands.add_parser("test", help="send one message through every channel that is set")
    test.set_defaults(run=run_test)
    return parser
