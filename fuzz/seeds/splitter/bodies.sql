create or replace function f(a int) returns int language plpgsql as $body$
begin; return $1 + a; end $body$;
create function g() returns int begin atomic select case when true then 1 else 2 end; end;
