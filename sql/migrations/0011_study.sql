-- migrate:up

-- What a module gives its readers to work with, beside the lesson: a calculator, and a page of the written plan. Not in
-- content_modules, whose rows everyone may see: these come with the module.
create table masterclass.module_tools (
  module_id  uuid        not null,
  calculator jsonb,
  plan       jsonb,
  updated_at timestamptz not null default now(),
  constraint module_tools_pkey primary key (module_id),
  constraint module_tools_module_id_fkey foreign key (module_id) references masterclass.content_modules (id)
);
comment on table masterclass.module_tools is 'A module''s calculator, compiled, and its page of the written plan.';

-- A member's written plan: one row a field, because keeping a word must not write the whole plan anew.
create table masterclass.plan_entries (
  user_id    uuid        not null,
  key        text        not null,
  value      jsonb       not null,
  updated_at timestamptz not null default now(),
  constraint plan_entries_pkey primary key (user_id, key),
  constraint plan_entries_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade
);
comment on column masterclass.plan_entries.value is 'What the member wrote: text, number or true.';

-- Days that a member set in their plan.
create table masterclass.plan_dates (
  user_id    uuid        not null,
  key        text        not null,
  label      text        not null,
  date       date        not null,
  repeats    text        not null,
  updated_at timestamptz not null default now(),
  constraint plan_dates_pkey primary key (user_id, key),
  constraint plan_dates_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade
);

-- What a member last set in a module's calculator.
create table masterclass.calculator_inputs (
  user_id    uuid        not null,
  module_id  uuid        not null,
  inputs     jsonb       not null,
  updated_at timestamptz not null default now(),
  constraint calculator_inputs_pkey primary key (user_id, module_id),
  constraint calculator_inputs_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint calculator_inputs_module_id_fkey foreign key (module_id) references masterclass.content_modules (id)
);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
