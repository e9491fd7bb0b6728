create or replace function s.f(a int, inout b text default 'x, y', variadic "C" s.t[] = array[1, 2])
        returns setof s.r language SQL stable strict leakproof security definer set search_path = '' set role to x
        as $fn$ select 1 $fn$;
create function f(in out a int, out b text, c in int, int) returns record language x as 'y';
create function f() returns int language sql as;
select 1;
select 1;
create function f(a int) returns table (b int, "C" s.t) language sql as '';
create function f(a int) returns int security definer return (a + 1) * 2;
create procedure f() begin atomic insert into t values (1);; select 2; end;
create procedure f() begin atomic end;
create function f() returns int language plpgsql;
create aggregate s.a (x int, numeric) (sfunc = f, stype = int);
create aggregate a (*) (sfunc = f, stype = int);
create aggregate a (basetype = int, sfunc = f, stype = int);
alter function s.f(int) security invoker set search_path to a, b volatile;
alter routine f reset all;
do language plpgsql $x$ begin end $x$;
do '';
call s.p(1, b => 2);
create or replace trigger g before insert or update of a, b on s.t for each row
  when (new.a > 1) execute function s.f('x');
create constraint trigger g after delete on t deferrable for each row execute procedure f();
create event trigger e on ddl_command_end when tag in ('CREATE TABLE', 'X') execute function s.f();
create rule r as on update to s.t where old.a = 1 do instead (delete from a; select 2);
create rule r as on select to t do instead select * from u;
create rule r as on delete to t do also nothing;
