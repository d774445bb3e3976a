-- migrate:up

-- The course as readers meet it. The files in sql/course are the source; `python -m shared course sync` brings these
-- tables to what the files say and is the only writer, as the owner of the schema. Everything a reader may not see is
-- kept from the roles that serve readers by row level security and column grants (sql/access): a handler that forgets
-- to ask cannot give it away.

create table masterclass.course (
  singleton          boolean     not null default true,
  title              text        not null,
  summary            text        not null,
  version            text        not null,
  disclaimer         text        not null,
  price_amount_minor bigint      not null,
  price_currency     char(3)     not null,
  updated_at         timestamptz not null default now(),
  seat_tiers         jsonb       not null default '[]',
  constraint course_pkey primary key (singleton),
  constraint course_singleton_check check (singleton),
  constraint course_price_amount_minor_check check (price_amount_minor >= 0),
  constraint course_price_currency_check check (price_currency ~ '^[a-z]{3}$')
);
comment on table masterclass.course is 'The one course: its words and its price.';
comment on column masterclass.course.seat_tiers is
  'What a seat costs from how many on: [{"from": 2, "amount_minor": 44900}, …], in the course''s currency.';

create table masterclass.content_modules (
  id                    uuid        not null default gen_random_uuid(),
  slug                  text        not null,
  title                 text        not null,
  summary               text        not null,
  content               text        not null,
  order_index           bigint      not null,
  minutes               bigint      not null,
  is_preview            boolean     not null,
  objectives            jsonb       not null,
  source_list           jsonb       not null,
  quiz_pass_percent     bigint      not null,
  attempt_limit         bigint,
  quiz_cooldown_minutes bigint      not null,
  question_count        bigint      not null,
  has_case              boolean     not null,
  version               bigint      not null default 1,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  retired_at            timestamptz,
  constraint content_modules_pkey primary key (id),
  constraint content_modules_slug_key unique (slug),
  constraint content_modules_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint content_modules_minutes_check check (minutes > 0),
  constraint content_modules_quiz_pass_percent_check check (quiz_pass_percent between 1 and 100),
  constraint content_modules_attempt_limit_check check (attempt_limit > 0),
  constraint content_modules_quiz_cooldown_minutes_check check (quiz_cooldown_minutes >= 0)
);
comment on column masterclass.content_modules.content is 'The lesson''s Markdown, for its authors; no reader''s role may select it.';
comment on column masterclass.content_modules.version is 'Grows whenever anything a reader of the module meets has changed.';
comment on column masterclass.content_modules.attempt_limit is 'How often the quiz may be taken; null is without limit.';
comment on column masterclass.content_modules.question_count is
  'What the catalogue says to everyone, who may not count the questions themselves; kept by the sync.';
comment on column masterclass.content_modules.retired_at is
  'When the module left the course. Its row stays: progress, attempts and answers stand on it.';
-- The catalogue, in its order, without a sort.
create index content_modules_order_index_idx on masterclass.content_modules (order_index) where retired_at is null;

create table masterclass.content_blocks (
  id         uuid        not null default gen_random_uuid(),
  module_id  uuid        not null,
  key        text        not null,
  version    bigint      not null default 1,
  position   bigint      not null,
  heading    text        not null,
  html       text        not null,
  text       text        not null,
  search     tsvector generated always as
               (setweight(to_tsvector('english', heading), 'A') || setweight(to_tsvector('english', text), 'B')) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint content_blocks_pkey primary key (id),
  constraint content_blocks_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint content_blocks_module_id_key_key unique (module_id, key)
);
comment on column masterclass.content_blocks.key is
  'The stable id that the lesson''s author gave; the API''s `id`. Progress and citations refer to the block by it.';
comment on column masterclass.content_blocks.html is 'Rendered and sanitised when the course was loaded.';
create index content_blocks_search_idx on masterclass.content_blocks using gin (search);

create table masterclass.media (
  id           uuid        not null,
  module_id    uuid        not null,
  kind         text        not null,
  path         text        not null,
  content_type text        not null,
  size_bytes   bigint      not null,
  sha256       text        not null,
  object_key   text,
  url          text,
  created_at   timestamptz not null default now(),
  constraint media_pkey primary key (id),
  constraint media_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint media_kind_check check (kind in ('image', 'video', 'poster', 'captions')),
  constraint media_somewhere_check check (num_nonnulls(object_key, url) = 1)
);
comment on table masterclass.media is
  'Pictures and films. What everyone may see lies in the site (url), the rest in the object store (object_key).';
comment on column masterclass.media.id is 'Made from module and content: a changed file is another row.';
create index media_module_id_idx on masterclass.media (module_id);

create table masterclass.facts (
  key           text        not null,
  value         text        not null,
  label         text        not null,
  source_url    text        not null,
  as_of         date,
  review_by     date        not null,
  updated_at    timestamptz not null default now(),
  number        numeric,
  status        text        not null default 'reported',
  seen          text        not null default 'none',
  applies_from  date,
  applies_until date,
  source_date   text,
  verified_on   date,
  verified_by   text,
  constraint facts_pkey primary key (key),
  constraint facts_review_by_check check (review_by > as_of),
  constraint facts_status_check check
    (status in ('in_force', 'statute', 'proposed', 'projected', 'vacated', 'ended', 'reported')),
  constraint facts_seen_check check (seen in ('primary', 'secondary', 'none')),
  constraint facts_verified_check check (num_nonnulls(verified_on, verified_by) in (0, 2))
);
comment on column masterclass.facts.as_of is 'The source''s day as far as it is known: an undated page has none.';
comment on column masterclass.facts.seen is 'How far anybody has looked: at the primary source, at a secondary one, at none.';
comment on table masterclass.facts is 'Numbers that change with the year, with their sources and when to look again.';
create index facts_review_by_idx on masterclass.facts (review_by);

-- A changed question is a new row; the old one is retired and stays, because attempts were made at it.
create table masterclass.quiz_questions (
  id             uuid        not null default gen_random_uuid(),
  module_id      uuid        not null,
  block_id       uuid        not null,
  key            text        not null,
  version        bigint      not null,
  position       bigint      not null,
  kind           text        not null,
  question       text        not null,
  question_html  text        not null,
  options        jsonb       not null,
  unit           text,
  correct_answer jsonb       not null,
  tolerance      numeric,
  explanations   jsonb       not null,
  created_at     timestamptz not null default now(),
  retired_at     timestamptz,
  constraint quiz_questions_pkey primary key (id),
  constraint quiz_questions_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint quiz_questions_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id),
  constraint quiz_questions_module_id_key_version_key unique (module_id, key, version),
  constraint quiz_questions_kind_check check (kind in ('single', 'multiple', 'numeric')),
  constraint quiz_questions_tolerance_check check ((kind = 'numeric') = (tolerance is not null))
);
comment on column masterclass.quiz_questions.question is 'Plain text; paragraphs are parted by an empty line.';
comment on column masterclass.quiz_questions.options is '[{"id", "text", "html"}], in order; empty for a numeric question.';
comment on column masterclass.quiz_questions.correct_answer is
  'The ids of the right options, or the one exact number as a string. With tolerance and explanations: the key.
   No role that serves readers may select these three; grading goes through security definer functions.';
comment on column masterclass.quiz_questions.explanations is '{option id: why}; a numeric question has the one key "answer".';
create unique index quiz_questions_current_idx on masterclass.quiz_questions (module_id, key) where retired_at is null;
create index quiz_questions_block_id_idx on masterclass.quiz_questions (block_id);

-- A changed case is a new row too: answers stay with the case that was asked.
create table masterclass.case_reviews (
  id                uuid        not null default gen_random_uuid(),
  module_id         uuid        not null,
  key               text        not null,
  version           bigint      not null,
  title             text        not null,
  prompt            text        not null,
  html              text        not null,
  text              text        not null,
  rubric            jsonb       not null,
  model_answer      text        not null,
  model_answer_html text        not null,
  created_at        timestamptz not null default now(),
  retired_at        timestamptz,
  constraint case_reviews_pkey primary key (id),
  constraint case_reviews_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint case_reviews_module_id_key_version_key unique (module_id, key, version)
);
comment on column masterclass.case_reviews.key is 'The stable id that the author gave; the API''s case id.';
comment on column masterclass.case_reviews.rubric is
  '[{"id", "text", "points"}]. With the model answer: not for readers'' roles, until an answer of their own is kept.';
create unique index case_reviews_current_idx on masterclass.case_reviews (module_id) where retired_at is null;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
