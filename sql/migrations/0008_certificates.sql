-- migrate:up

-- Certificates: issued once nothing is missing, frozen, to be compared by anyone who holds the paper.

create table masterclass.certificates (
  code           text        not null,
  user_id        uuid        not null,
  name           text        not null,
  course         text        not null,
  course_version text        not null,
  minutes        bigint      not null,
  modules        jsonb       not null,
  issued_at      timestamptz not null default now(),
  constraint certificates_pkey primary key (code),
  constraint certificates_user_id_key unique (user_id),
  constraint certificates_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint certificates_code_check check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$')
);
comment on table masterclass.certificates is
  'What was earned, as it was on that day: a later course, name or score changes no certificate.';
comment on column masterclass.certificates.name is
  'Empty where the member had given none; the first name they give then is the one that stays.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
