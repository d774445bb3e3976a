-- migrate:up

-- Who agreed to which version of the terms, when, and where: when signing up (the address was not proved to be theirs
-- yet) or on a page, signed in. Facts: each is written once.
create table masterclass.terms_agreements (
  user_id   uuid        not null,
  version   text        not null,
  place     text        not null,
  agreed_at timestamptz not null default now(),
  constraint terms_agreements_pkey primary key (user_id, version, place),
  constraint terms_agreements_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint terms_agreements_version_check check (char_length(version) between 1 and 64),
  constraint terms_agreements_place_check check (place in ('sign_up', 'page'))
);
comment on table masterclass.terms_agreements is 'Who agreed to which version of the terms, and when.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
