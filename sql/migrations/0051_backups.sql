-- migrate:up

-- What the store holds, as far as the database knows: a backup is whole when its manifest is in the store, and this row is
-- written after that. The store alone decides what can be restored.
create table masterclass.backups (
  id              text        not null,
  taken_at        timestamptz not null,
  finished_at     timestamptz not null default now(),
  verified_at     timestamptz,
  deleted_at      timestamptz,
  schema_version  text        not null,
  table_rows      jsonb       not null,
  total_rows      bigint      not null,
  total_bytes     bigint      not null,
  manifest_sha256 text        not null,
  damage          text,
  constraint backups_pkey primary key (id),
  constraint backups_manifest_sha256_check check (manifest_sha256 ~ '^[0-9a-f]{64}$')
);
create index backups_taken_at_idx on masterclass.backups (taken_at desc);
comment on column masterclass.backups.taken_at is 'The moment that every table of it shows.';
comment on column masterclass.backups.verified_at is 'When every object was last read back and had its hash.';
comment on column masterclass.backups.deleted_at is 'When it had outlived its keeping and was taken from the store.';
comment on column masterclass.backups.table_rows is '{table: rows}: the next backup is compared with it.';
comment on column masterclass.backups.damage is 'What the last reading back found wrong, a sentence; null when nothing.';

-- Whoever was erased must stay erased when an older backup is restored. Of a person only a keyed hash remains, here and in
-- the store. The key is in the database and so in every backup, sealed: the store alone cannot tell whom a hash is of.
create table masterclass.erasures (
  digest    text        not null,
  erased_at timestamptz not null default now(),
  stored_at timestamptz,
  constraint erasures_pkey primary key (digest)
);
create index erasures_to_store_idx on masterclass.erasures (erased_at) where stored_at is null;
comment on table masterclass.erasures is 'Keyed hashes of erased members'' ids; those with stored_at are in the store too.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
