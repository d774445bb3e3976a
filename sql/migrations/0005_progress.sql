-- migrate:up

-- Reading: where a member is, and which blocks they have marked. A member's rows are written by functions alone, so no
-- request can set a score.

create table masterclass.module_progress (
  user_id            uuid        not null,
  module_id          uuid        not null,
  block_id           uuid,
  seconds            integer     not null default 0,
  read_at            timestamptz,
  best_score_percent integer,
  passed_at          timestamptz,
  completed_at       timestamptz,
  constraint module_progress_pkey primary key (user_id, module_id),
  constraint module_progress_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint module_progress_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint module_progress_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id),
  constraint module_progress_seconds_check check (seconds between 0 and 86400),
  constraint module_progress_best_score_percent_check check (best_score_percent between 0 and 100)
);
comment on table masterclass.module_progress is
  'Where a member is in a module and how far they came. Kept as it happens, so that reading it costs the same after
   ten attempts and after ten thousand.';
comment on column masterclass.module_progress.completed_at is
  'When every block was marked and the quiz passed. Stays, also when the course grows.';

create table masterclass.completed_blocks (
  user_id      uuid        not null,
  block_id     uuid        not null,
  completed_at timestamptz not null default now(),
  constraint completed_blocks_pkey primary key (user_id, block_id),
  constraint completed_blocks_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint completed_blocks_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id)
);

create table masterclass.film_places (
  user_id  uuid     not null,
  block_id uuid     not null,
  film     integer  not null,
  seconds  integer  not null,
  constraint film_places_pkey primary key (user_id, block_id, film),
  constraint film_places_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint film_places_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id),
  constraint film_places_film_check check (film between 1 and 20),
  constraint film_places_seconds_check check (seconds between 1 and 86400)
);
comment on table masterclass.film_places is
  'How far a member has seen each film; the films of a block are counted from 1, as they stand in it.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
