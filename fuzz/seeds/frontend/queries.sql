select distinct on (a) a as x, b from t where c group by d, rollup (e) having f
  window w as (partition by g) order by h desc, i limit 1 offset 2 for update;
select 1 from only (s.a) as x (c, d), b y, lateral (select 2) z, f(3) with ordinality as g (h),
  rows from (f(1), g(2) as (i int)) r, t tablesample system (50) repeatable (1), lateral h() as (k int);
select 1 from (a join (select 1) x on (true)) left join ((b cross join c)) using (k, l) as u;
select 1 from a join b join c on x on y, ((select 1) union (select 2)) z, ((select 3) j natural join k) as m;
select a is distinct from b, extract(year from c) from t;
select 1 from xmltable('/a' passing b columns c int path 'd') x,
  json_table(j, '$' passing k as l columns (m int, nested path '$' columns (n int))) as y;
with w as (select 0) select 1 union select 2 union (select 3 union select 4) except all
  select 5 intersect select 6 order by 1 limit 2;
(select 1 union (select 2 order by 1)) order by 1;
(select 1 union all select 2) union all select a.union as except from a;
with recursive a (x) as not materialized (select 1) search depth first by x set y, b as (values (2))
  select * from a, (select 3) c;
(select 3) c;
with recursive;
(select a from (select 1) x) order by a limit 3;
(select 1) x;
values (1, 2), (3, 4);
insert into s.t as x (a, b) overriding user value select 1, 2 from c join d on e
  on conflict (a) where z do update set b = excluded.b, c = default where x.a > 1 returning a as k, *;
insert into t default values on conflict do nothing;
insert into t values (0);
update only s.t as x set a = 1, (b, c) = (select 2, 3), d[1] = f(4) from u, (select 5) v
  where x.a = u.a returning b;
(select 5) v;
delete from t using a join (select 1) b using (k) where current of c returning *;
with w as (select 1) merge into s.t x using (select 2) y on x.a = y.a
  when matched and y.b then update set b = y.c when not matched then insert values (y.d)
  when matched then delete;
