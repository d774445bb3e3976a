-- migrate:up

-- Committing to a case: one's own answer comes before rubric and model answer.

create table masterclass.case_answers (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid        not null,
  case_id    uuid        not null,
  answer     text        not null,
  created_at timestamptz not null default now(),
  constraint case_answers_pkey primary key (id),
  constraint case_answers_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint case_answers_case_id_fkey foreign key (case_id) references masterclass.case_reviews (id),
  constraint case_answers_answer_check check (char_length(answer) between 1 and 10000)
);
create index case_answers_user_id_idx on masterclass.case_answers (user_id, case_id, created_at);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
