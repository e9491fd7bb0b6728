create table public.payouts (
    id bigint generated always as identity primary key,
    team_id bigint not null references public.teams (id),
    amount numeric not null
);
create index payouts_team_id_idx on public.payouts (team_id);

create policy "Members see payouts" on public.payouts
    for select to authenticated using (team_id in (select public.my_teams()));
grant select on public.payouts to authenticated;
