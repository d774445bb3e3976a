-- migrate:up

-- The guide answers from no passage whose dated number is past its review: nobody has looked whether it still holds.
alter table masterclass.content_blocks add column withheld_since timestamptz;
comment on column masterclass.content_blocks.withheld_since is
  'Since when the guide leaves this block out, because a dated fact of it is past its review; readers read it as always.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
