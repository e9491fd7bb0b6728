create or replace temp view s.v (a, b) with (security_invoker = true, security_barrier) as
  select 1 as a, 2 with local check option;
create view v as select 1 with check option;
create recursive view s.v (n) as values (1) union all select n + 1 from v;
create unique index concurrently if not exists i on s.t using gin (a, lower(b) desc) include (c)
  where a > 0;
create index on t (a);
create sequence if not exists s.q as int start 5 owned by s.t.c;
create sequence q;
alter sequence if exists q owned by none;
alter sequence q restart;
