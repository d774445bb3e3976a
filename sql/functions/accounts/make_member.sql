-- Trigger: the member row is made where the person is made, in the same transaction. Supabase's before-user-created
-- hook fires too early: the row does not exist yet, and on OAuth the id is another one.
-- Definer: writes users and terms_agreements, on behalf of Supabase Auth.
create or replace function masterclass.make_member() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.email is not null and new.email <> '' and not coalesce(new.is_anonymous, false) then
    insert into masterclass.users (id, email, name, role)
    values (new.id,
            lower(new.email),
            masterclass.given_name(new.raw_user_meta_data),
            'free') -- literally: nothing the person sends can say otherwise
        on conflict do nothing;
    -- What is too long for a version is none; the sign-up hook has compared it with the one that counts.
    insert into masterclass.terms_agreements (user_id, version, place)
    select u.id, new.raw_user_meta_data ->> 'terms', 'sign_up'
      from masterclass.users as u
     where u.id = new.id
       and char_length(new.raw_user_meta_data ->> 'terms') between 1 and 64
        on conflict do nothing;
  end if;
  return null;
end
$$;
revoke execute on function masterclass.make_member() from public;
