grant select (a, "B"), insert on table s.t, u to anon, group staff, public
  with grant option granted by current_user;
revoke grant option for all privileges on t from anon cascade;
revoke all (a) on t from anon;
grant execute on function s.f(a int, text), g, h() to anon;
grant usage on schema a, b to anon;
grant usage on foreign data wrapper w to anon;
grant usage on foreign server w to anon;
grant usage on type s.t to anon;
grant set on parameter a.b to anon;
grant all on all tables in schema public, auth to anon;
alter default privileges for role a, current_user in schema s, "T"
  revoke execute on functions from public;
alter default privileges grant all on tables to anon with grant option;
grant a, "B" to c, current_user with admin true, inherit false granted by d;
revoke admin option for a from b cascade;
