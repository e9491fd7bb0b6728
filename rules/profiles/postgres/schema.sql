-- An empty PostgreSQL database, and the superuser who runs the migrations. Runs as a superuser of another name.

create role postgres superuser createdb createrole login replication bypassrls;

alter schema public owner to pg_database_owner;
revoke create on schema public from public;
grant usage on schema public to public;
