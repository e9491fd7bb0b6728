create table public.teams (
    id bigint generated always as identity primary key,
    name text not null
);

create table public.members (
    team_id bigint not null references public.teams (id) on delete cascade,
    user_id uuid not null references auth.users (id) on delete cascade,
    primary key (team_id, user_id)
);
create index members_user_id_idx on public.members (user_id);

-- Which teams the caller is in, past the policies of members.
create function public.my_teams() returns setof bigint
language sql stable security definer set search_path = ''
as $$ select team_id from public.members where user_id = (select auth.uid()) $$;
revoke execute on function public.my_teams() from public, anon;
grant execute on function public.my_teams() to authenticated;

create policy "Members see their team" on public.teams
    for select to authenticated using (id in (select public.my_teams()));
create policy "Members see each other" on public.members
    for select to authenticated using (team_id in (select public.my_teams()));
