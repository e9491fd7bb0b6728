create table t (id int); create table u (id int);
do $$ declare r record; begin
  for r in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table %I enable row level security', r.tablename);
    execute 'create policy all_' || r.tablename || ' on ' || quote_ident(r.tablename) || ' using (true)';
  end loop;
exception when others then raise notice '%', sqlerrm;
end $$;
create procedure make(n text) language plpgsql as $$ begin execute format('create table %I (a int)', n); end $$;
call make('w');
create event trigger e on ddl_command_end when tag in ('CREATE TABLE') execute function f();
