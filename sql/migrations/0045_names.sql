-- migrate:up

-- The name that somebody gives when they sign up goes by the rule of PATCH account: no line breaks, nothing that is
-- invisible or turns the direction of what follows it. It stands on pages and on certificates.

create function masterclass.given_name(metadata jsonb) returns text
language sql
immutable
set search_path = ''
as $$
  select left(btrim(regexp_replace(
           coalesce(metadata ->> 'name', ''),
           '[\u0001-\u0020\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+',
           ' ', 'g')), 200)
$$;

create or replace function masterclass.make_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.email is not null and new.email <> '' and not coalesce(new.is_anonymous, false) then
    insert into masterclass.users (id, email, name, role)
    values (new.id,
            lower(new.email),
            masterclass.given_name(new.raw_user_meta_data),
            'free') -- literally: nothing the person sends can say otherwise
        on conflict do nothing;
  end if;
  return null;
end
$$;

create or replace function masterclass.repair_members(only_member uuid default null) returns integer
language sql
security definer
set search_path = ''
as $$
  with made as (
    insert into masterclass.users (id, email, name)
    select a.id, lower(a.email), masterclass.given_name(a.raw_user_meta_data)
      from auth.users as a
     where a.email <> ''
       and not a.is_anonymous
       and (only_member is null or a.id = only_member)
       and not exists (select from masterclass.users as u where u.id = a.id)
        on conflict do nothing
    returning id
  )
  select count(masterclass.refresh_role(id))::integer from made
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
