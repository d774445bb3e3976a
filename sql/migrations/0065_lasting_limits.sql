-- migrate:up

-- What outlives an account for as long as it protects the others: how much was used of a limit whose window has not
-- ended. It stands under a digest of the address that nobody can work out without the key, and is gone after a day.

create table masterclass.digest_key (
  only_row boolean not null default true,
  key      bytea   not null default sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')),
  constraint digest_key_pkey primary key (only_row),
  constraint digest_key_only_row_check check (only_row)
);
comment on table masterclass.digest_key is 'The one key of keyed_digest(), made here and known nowhere else.';
insert into masterclass.digest_key default values;

create table masterclass.lasting_limits (
  address      bytea       not null,
  action       text        not null,
  window_start timestamptz not null,
  used         bigint      not null,
  constraint lasting_limits_pkey primary key (address, action),
  constraint lasting_limits_used_check check (used > 0)
);
create index lasting_limits_window_start_idx on masterclass.lasting_limits (window_start);
comment on table masterclass.lasting_limits is
  'What an address used of the limits of a day, kept when its account is erased; a day old at most.';
comment on column masterclass.lasting_limits.address is 'keyed_digest() of the address: names nobody.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
