-- migrate:up

-- The guide finds what a member meant from what they typed: "emergncy fund" is told from its likeness to the lessons'
-- own words. The extension's functions lie where a Supabase project keeps those of all extensions.

create schema if not exists extensions;

create extension if not exists fuzzystrmatch with schema extensions;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
