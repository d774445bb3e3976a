"""A large shop backed up and restored by the operator's own commands, timed, with the most memory that they took."""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.prove.backing.place import Place
from tests.support.databases import Database

ROOT = Path(__file__).resolve().parents[3]
ROWS_OF_A_MEMBER = 80
# Members with a conversation each, as many messages as the size wants, and in them what CSV dislikes.
FILL = """
insert into auth.users (id, email, email_confirmed_at, aud, role, encrypted_password, raw_user_meta_data, created_at)
select gen_random_uuid(), 'member-' || n || '@example.com', now(), 'authenticated', 'authenticated',
       md5(n::text), '{{}}', now()
  from generate_series(1, {members}) as n;
insert into masterclass.content_modules
       (slug, title, summary, content, order_index, minutes, is_preview, objectives, source_list, quiz_pass_percent,
        quiz_cooldown_minutes, question_count, has_case)
values ('size', '', '', '', 1, 10, true, '[]', '[]', 70, 0, 1, false);
insert into masterclass.conversations (user_id, module_id)
select u.id, m.id from masterclass.users as u, masterclass.content_modules as m;
insert into masterclass.messages (conversation_id, role, content)
select c.id, 'user', 'Is "' || md5(n::text) || E'" right,\\n or not?'
  from masterclass.conversations as c, generate_series(1, {messages}) as n;
analyze;
"""

# The kernel's own high-water mark of this program alone: what wait4 tells counts the process that started it, too.
MEASURED = """
import sys, time
from shared.__main__ import main
code = main(sys.argv[1:])
print(open("/proc/self/status").read(), "Seconds:", time.process_time(), file=sys.stderr)
sys.exit(code)
"""


class Ran(NamedTuple):
    """One command: how long it took, how much of that it worked, the most memory it had, its exit code."""

    seconds: float
    worked_seconds: float
    megabytes: float
    code: int


def fill(database: Database, rows: int) -> None:
    """Put about `rows` rows in."""
    members = max(1, rows // ROWS_OF_A_MEMBER)
    database.execute(FILL.format(members=members, messages=max(1, (rows - 3 * members) // members)))


def run(place: Place, database: Database, *arguments: str) -> Ran:
    """Run `python -m shared` for `database`."""
    started = time.monotonic()
    finished = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments],
        env={**place.environment(database), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    told = finished.stderr.rpartition("VmHWM:")[2].split() or ["0", "0"]
    return Ran(time.monotonic() - started, float(told[-1]), int(told[0]) / 1024, finished.returncode)
