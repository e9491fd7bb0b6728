create policy "own rows" on public.notes as restrictive for update to anon, current_user
        using ((user_id = 1)) with check (a or (b));
create policy p on t;
create policy "for" on "to" to "using", "with" using (true);
create policy p /* on x */ on t -- to nobody
 to public using (/* a */ true -- b
);
alter policy p on s.t to public with check (x);
alter policy p on t using (true);
