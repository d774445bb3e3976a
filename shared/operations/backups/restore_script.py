"""restore.sh: a backup restored by age, zstd and psql, on a machine that has nothing of ours."""

from collections.abc import Mapping, Sequence

from psycopg import sql

from shared.operations.backups import table_queries
from shared.operations.backups.records import SCHEMA, Table

_SCRIPT = """#!/bin/sh
# Restores backup {id} of the masterclass with age, zstd and psql alone.
#
#   sh restore.sh IDENTITY-FILE postgresql://postgres:…@host/database
#
# Beside this script: every object of the backup, as the store holds it. IDENTITY-FILE is what age-keygen wrote. The
# database is one of a new Supabase project, without the schema masterclass and without people; the login is the
# owner's. Whoever was erased after {taken_at} is in here again: erase them once more.
set -eu
[ $# -eq 2 ] || {{ echo "usage: sh restore.sh IDENTITY-FILE DATABASE-URL" >&2; exit 2; }}
identity=$1 database=$2
cd "$(dirname "$0")"

run() {{ psql "$database" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }}
opened() {{ age --decrypt --identity "$identity" "$1" | zstd --decompress --stdout --quiet; }}

# Everything is opened once before anything is written: a wrong key or a damaged object stops here.
for object in *.zst.age; do
  # sh has no pipefail: what age says of a damaged object reaches zstd as an end that comes too soon, which it refuses.
  opened "$object" > /dev/null || {{ echo "restore.sh: $object cannot be opened." >&2; exit 1; }}
done
[ "$(run --tuples-only --no-align --command "select count(*) from auth.users")" = 0 ] ||
  {{ echo "restore.sh: this database has members already." >&2; exit 1; }}

opened {schema} | run --single-transaction --file -

load() {{ # object, table and columns, rows
  echo "$2: $3 rows"
  opened "$1" | run --command "set session_replication_role = replica" \\
    --command "\\\\copy $2 from pstdin with (format csv, header)"
  [ "$(run --tuples-only --no-align --command "select count(*) from ${{2%% *}}")" = "$3" ] ||
    {{ echo "restore.sh: ${{2%% *}} has not the $3 rows that were written." >&2; exit 1; }}
}}
{loads}

run <<'END'
{sequences}
do $check$
declare
  foreign_key record;
  missing boolean;
begin
  for foreign_key in
    select conname, conrelid::regclass as child, confrelid::regclass as parent,
           (select string_agg(format('c.%I = p.%I', f.attname, t.attname), ' and ')
              from unnest(conkey, confkey) as k (f, t)
              join pg_attribute as f on f.attrelid = conrelid and f.attnum = k.f
              join pg_attribute as t on t.attrelid = confrelid and t.attnum = k.t) as matching,
           (select string_agg(format('c.%I is not null', f.attname), ' and ')
              from unnest(conkey) as k (f) join pg_attribute as f on f.attrelid = conrelid and f.attnum = k.f) as given
      from pg_constraint where contype = 'f' and connamespace = 'masterclass'::regnamespace
  loop
    execute format('select exists (select from %s as c where %s and not exists (select from %s as p where %s))',
                   foreign_key.child, foreign_key.given, foreign_key.parent, foreign_key.matching) into missing;
    if missing then
      raise exception 'restore.sh: % refers to rows that are not there', foreign_key.conname;
    end if;
  end loop;
end $check$;
select masterclass.repair_members() as members_repaired, masterclass.refresh_expired_roles() as roles_corrected;
END
echo "Restored {id}. Set the passwords of the two logins (docs/deploy.md), then make the sales since whole:"
echo "  python -m shared payments reconcile --since {day}"
"""


def restore_script(backup: str, taken_at: str, tables: Sequence[Table], sequences: Mapping[str, int]) -> str:
    """Return restore.sh for a backup of `tables`, in their order, to be run beside its objects."""
    return _SCRIPT.format(
        id=backup,
        taken_at=taken_at,
        day=taken_at[:10],
        schema=SCHEMA,
        loads="\n".join(_load(table) for table in tables),
        sequences="\n".join(
            f"select setval('masterclass.{sql.Identifier(name).as_string(None)}', {int(last)});"
            for name, last in sorted(sequences.items())
        ),
    )


def _load(table: Table) -> str:
    columns = table_queries.listed(table.columns).as_string(None)
    return f"load {table.sealed.object} '{table.name} ({columns})' {table.rows}"
