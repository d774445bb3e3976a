"""A hostile session: whoever holds the functions' login, and everything they could lay in an owner's function's way."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg

from tests.support.databases import Database

LOGIN = "masterclass_functions"
ROLES = (LOGIN, "anon", "authenticated", "masterclass_payments", "masterclass_jobs")
OTHERS = ("postgres", "supabase_admin", "supabase_auth_admin", "masterclass_backup")
# A sequence does not roll back: whoever calls this as anybody else than an ordinary role is found out afterwards.
STEAL = """language plpgsql set search_path = pg_catalog, pg_temp as $trap$
begin
  if current_user::text <> all ('{{{}}}'::text[]) then
    perform nextval('public.stolen');
  end if;
""".format(",".join(ROLES))

TYPES = "select typname from pg_type where typnamespace = 'pg_catalog'::regnamespace and typtype = 'b' and typelem = 0"
FUNCTIONS = r"""
    select p.proname, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid)
      from pg_proc as p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and p.prokind = 'f'
       and exists (select from pg_proc as m
                    where m.pronamespace = 'masterclass'::regnamespace and m.prosrc ~ ('\m' || p.proname || ' *\('))
"""
OPERATORS = """
    select oprname, oprleft::regtype, oprright::regtype, oprresult::regtype
      from pg_operator
     where oprkind = 'b'
       and oprnamespace = 'pg_catalog'::regnamespace
       and oprleft::regtype::text = any (
             '{uuid,text,jsonb,integer,bigint,numeric,boolean,date,timestamp with time zone,interval}')
"""
TABLES = """
    select relname from pg_class
     where relkind = 'r' and relnamespace in ('masterclass'::regnamespace, 'auth'::regnamespace)
"""


def _function(signature: str, result: str, value: str = "null") -> str:
    return f"create function {signature} returns {result} {STEAL} return {value}; end $trap$"


class Definer(NamedTuple):
    """A security definer function as the catalogue has it."""

    name: str
    arguments: list[str]
    is_trigger: bool


class HostileSession:
    """A connection of the functions' login that lays traps and then calls what runs with an owner's rights."""

    def __init__(self, database: Database, member_id: str):
        self.refused: list[str] = []
        self._owner = psycopg.connect(database.url("supabase_admin"), autocommit=True)
        self._session = psycopg.connect(database.url(), autocommit=True)
        self._member_id = member_id
        self._owner.execute("create sequence public.stolen; grant usage on sequence public.stolen to public")

    def close(self) -> None:
        """Leave."""
        self._session.close()
        self._owner.close()

    @property
    def has_been_owner(self) -> bool:
        """Whether any trap ever ran with more than an ordinary role's rights."""
        row = self._owner.execute("select is_called from public.stolen").fetchone()
        return bool(row and row[0])

    def may_create(self) -> None:
        """Suppose the login could create things: what stops it then is how the functions are made."""
        self._owner.execute(f"grant create, temporary on database {self._owner.info.dbname} to {LOGIN}".encode())

    def lay_traps(self) -> int:
        """Make everything that a name in a function could be mistaken for; return how much could be made."""
        self._try("create schema evil; grant usage on schema evil to public")
        made = 0
        for schema in ("pg_temp", "evil"):
            made += self._try(_function(f"{schema}.evil(anyelement)", "boolean", "true"))
            made += sum(self._try(statement) for statement in self._traps(schema))
        return made

    def call_everything(self) -> tuple[list[Definer], int]:
        """Call every definer function as every role; return them, and how many calls were answered at all."""
        definers, answered = list(self._definers()), 0
        for definer in definers:
            for role in ROLES:
                for path in ("evil, pg_temp, masterclass, pg_catalog", "pg_catalog"):
                    answered += self._call(definer, role, path)
        return definers, answered

    def become_owner(self) -> int:
        """Try what needs no trap; return how often it was let."""
        statements = (
            *(f"set role {role}" for role in OTHERS),
            "set session authorization postgres",
            f"grant postgres to {LOGIN}",
            f"alter role {LOGIN} superuser",
            "alter function masterclass.require_living_reader() owner to masterclass_functions",
            "create or replace function masterclass.require_living_reader() returns void language sql as ''",
            "create function public.mine() returns void language sql security definer as ''",
            "create table masterclass.mine ()",
            "create trigger mine before update on masterclass.users execute function masterclass.require_reader()",
            "insert into pg_proc select * from pg_proc limit 1",
            "copy pg_authid to program 'true'",
            "load 'auto_explain'",
        )
        return sum(self._try(statement) for statement in statements)

    def _traps(self, schema: str) -> Iterator[str]:
        """Yield a domain for each type, a function, an operator, a table and a view for each that is named anywhere."""
        for (name,) in self._ask(TYPES):
            yield f'create domain {schema}."{name}" as pg_catalog."{name}" check ({schema}.evil(value))'
        for name, arguments, result in self._ask(FUNCTIONS):
            yield _function(f'{schema}."{name}"({arguments})', result)
        for number, (name, left, right, result) in enumerate(self._ask(OPERATORS)):
            function = f"{schema}.operator_{number}"
            yield _function(f"{function}({left}, {right})", result)
            yield f"create operator {schema}.{name} (leftarg = {left}, rightarg = {right}, function = {function})"
        for number, (table,) in enumerate(self._ask(TABLES)):
            kind = "view" if number % 2 else "table"
            yield f'create {kind} {schema}."{table}" as select gen_random_uuid() as id where {schema}.evil(1)'
        yield f"create cast (text as {schema}.uuid) with inout as implicit"

    def _definers(self) -> Iterator[Definer]:
        for name, arguments, is_trigger in self._ask(
            "select p.oid::regproc::text, array(select t::regtype::text from unnest(p.proargtypes) as t),"
            " p.prorettype = 'trigger'::regtype from pg_proc as p where p.prosecdef order by 1"
        ):
            yield Definer(name, arguments, is_trigger)

    def _call(self, definer: Definer, role: str, path: str) -> bool:
        claims = f'{{"sub": "{self._member_id}", "role": "authenticated"}}'
        begun = (
            f"begin; set local search_path = {path}; select set_config('role', '{role}', true),"
            f" set_config('request.jwt.claims', '{claims}', true);"
        )
        if definer.is_trigger:
            call = (
                f"create table pg_temp.held (id uuid, user_id uuid, email text); create trigger t after insert on"
                f" pg_temp.held for each row execute function {definer.name}(); insert into pg_temp.held"
                f" values ('{self._member_id}', '{self._member_id}', 'a@example.com')"
            )
        else:
            values = ", ".join(self._value(kind) for kind in definer.arguments)
            call = f"select * from {definer.name}({values})"
        answered = self._try(begun + call)
        self._session.execute("rollback")
        return answered

    def _value(self, kind: str) -> str:
        values = {
            "uuid": self._member_id,
            "text": "cash-flow",
            "integer": "1",
            "bigint": "1",
            "jsonb": "[]",
            "interval": "1 minute",
            "boolean": "true",
            "text[]": "{a}",
            "uuid[]": "{}",
        }
        return f"'{values[kind]}'::{kind}" if kind in values else f"null::{kind}"

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        return self._owner.execute(query.encode()).fetchall()

    def _try(self, statement: str) -> bool:
        try:
            self._session.execute(statement.encode())
        except psycopg.Error as refusal:
            self.refused.append(f"{statement[-80:]}: {refusal}")
            return False
        return True
