"""What Postgres' catalogue says of our schema, as sentences that can be kept and compared."""

from typing import Any

from psycopg import Connection

Facts = dict[str, list[str]]

# A subject is `function <name>`, `access <table>`, `table <table>`, `schema` or `database`. The owner's own rights
# go without saying; not-null constraints stand with their column (Postgres 18 lists them among the constraints).
_FACTS = """
with routines as (
  select p.*, 'function ' || p.proname as subject
    from pg_proc as p
   where p.pronamespace = 'masterclass'::regnamespace
), tables as (
  select c.*, c.relname::text as name
    from pg_class as c
   where c.relnamespace = 'masterclass'::regnamespace
     and c.relkind in ('r', 'p', 'v', 'm', 'f')
), columns as (
  select t.name as table_name, t.oid as table_oid, t.relowner, c.*
    from tables as t
    join pg_attribute as c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
), rights (subject, owner, acl, place) as (
  select subject, proowner, coalesce(proacl, acldefault('f', proowner)), '' from routines
   union all
  select 'access ' || name, relowner, relacl, '' from tables
   union all
  select 'access ' || table_name, relowner, attacl, format(' (%s)', attname) from columns
   union all
  select 'schema', nspowner, nspacl, '' from pg_namespace where nspname = 'masterclass'
   union all
  select 'schema', 0, defaclacl, ' by default, on kind ' || defaclobjtype::text
    from pg_default_acl where defaclnamespace = 'masterclass'::regnamespace
), policies as (
  select t.name, p.*, case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                                  when 'd' then 'delete' else 'all' end as command,
         (select string_agg(case r when 0 then 'public' else r::regrole::text end, ', ' order by r::regrole::text)
            from unnest(polroles) as r) as whom
    from tables as t
    join pg_policy as p on p.polrelid = t.oid
), watched as (
  select g.*, case when c.relnamespace = 'masterclass'::regnamespace then c.relname::text
                   else format('%s.%s', c.relnamespace::regnamespace, c.relname) end as name
    from pg_trigger as g
    join pg_class as c on c.oid = g.tgrelid
   where not g.tgisinternal
     and (c.relnamespace = 'masterclass'::regnamespace or g.tgfoid in (select oid from routines))
), facts (subject, fact) as (
  select subject, format('%s(%s)%s', proname, pg_get_function_arguments(oid),
                         coalesce(' returns ' || pg_get_function_result(oid), ''))
    from routines
   union all
  select subject, concat_ws(' ', (select lanname from pg_language as l where l.oid = prolang),
                            case provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                            case when prosecdef then 'security definer' end, case when proisstrict then 'strict' end,
                            case when proleakproof then 'leakproof' end,
                            case proparallel when 's' then 'parallel safe' end, 'owner ' || proowner::regrole)
    from routines
   union all
  select subject, 'set ' || setting from routines cross join unnest(proconfig) as setting
   union all
  select subject, 'body ' || md5(prosrc) from routines
   union all
  select subject, 'comment ' || obj_description(oid, 'pg_proc') from routines
   union all
  select subject, format('%s%s to %s', lower(a.privilege_type), place,
                         case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
    from rights cross join aclexplode(acl) as a
   where a.grantee <> owner or owner = 0
   union all
  select 'access ' || name, concat_ws(' ', case when not relrowsecurity then 'no' end, 'row level security',
                                      case when relforcerowsecurity then 'forced' end)
    from tables where relkind in ('r', 'p')
   union all
  select 'access ' || name, concat_ws(' ', case when not polpermissive then 'restrictive' end, 'policy', polname,
                                      'for', command, 'to', whom, 'using ' || pg_get_expr(polqual, polrelid),
                                      'with check ' || pg_get_expr(polwithcheck, polrelid))
    from policies
   union all
  select 'access ' || name, concat_ws(' ', pg_get_triggerdef(oid), case when tgenabled <> 'O' then 'not enabled' end)
    from watched
   union all
  select 'table ' || name, concat_ws(' ', 'kind', relkind, 'owner', relowner::regrole) from tables
   union all
  select 'table ' || name, 'comment ' || obj_description(oid, 'pg_class') from tables
   union all
  select 'table ' || table_name,
         concat_ws(' ', 'column', attname, format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                   case attgenerated when 's' then 'generated' else case when atthasdef then 'default' end end,
                   (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef as d
                     where d.adrelid = table_oid and d.adnum = attnum),
                   case attidentity when 'a' then 'identity always' when 'd' then 'identity' end,
                   'comment ' || col_description(table_oid, attnum))
    from columns
   union all
  select 'table ' || t.name, format('constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
    from tables as t join pg_constraint as k on k.conrelid = t.oid and k.contype <> 'n'
   union all
  select 'table ' || t.name, pg_get_indexdef(i.indexrelid) from tables as t join pg_index as i on i.indrelid = t.oid
   union all
  select 'schema', concat_ws(' ', 'role', rolname, case when rolcanlogin then 'login' end,
                             case when rolinherit then 'inherit' end, case when rolsuper then 'superuser' end,
                             case when rolbypassrls then 'bypassrls' end, case when rolcreaterole then 'createrole' end,
                             'member of ' || (select string_agg(roleid::regrole::text, ', ' order by 1)
                                                from pg_auth_members where member = r.oid))
    from pg_roles as r where rolname like 'masterclass\\_%'
   union all
  select 'database', 'everyone make temporary objects'
   where has_database_privilege('public', current_database(), 'temporary')
)
select subject, array_agg(distinct fact order by fact) from facts where fact <> '' group by subject order by subject
"""


def select_facts(connection: Connection[Any]) -> Facts:
    """Return what the catalogue says of each subject of our schema, in order."""
    with connection.transaction():
        # Whatever is outside pg_catalog then comes with its schema's name.
        connection.execute("set local search_path = pg_catalog, pg_temp")
        return {subject: list(facts) for subject, facts in connection.execute(_FACTS)}
