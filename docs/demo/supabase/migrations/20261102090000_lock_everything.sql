-- Row security for every table that there is.
do $$
declare
    t text;
begin
    for t in select tablename from pg_tables where schemaname = 'public' loop
        execute format('alter table public.%I enable row level security', t);
    end loop;
end $$;

grant select on public.teams, public.members to authenticated;
