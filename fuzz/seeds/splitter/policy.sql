create table notes (id bigint primary key, body text default 'it''s' -- why
  'more');
alter table notes enable row level security;
create policy "own ""notes""" on notes using ((select auth.uid()) = owner);
