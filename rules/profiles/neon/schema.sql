-- What a Neon database with its Data API holds before the first migration, as far as migrations can see it. Told from the
-- public documentation, in as few words as will do.
--
-- Runs as a superuser of another name, on an empty database that `neondb_owner` owns afterwards.

-- Roles --------------------------------------------------------------------------------------------------------------

-- What the roles that the console makes are members of. No superuser.
create role neon_superuser createdb createrole nologin replication bypassrls;
grant pg_read_all_data, pg_write_all_data, pg_monitor to neon_superuser;

-- Who runs the migrations and owns what they create.
create role neondb_owner createdb createrole login replication bypassrls;
grant neon_superuser to neondb_owner;

-- What the API becomes for a request: with a token, and without one.
create role authenticated nologin;
create role anonymous nologin;

-- What the API logs in as.
create role authenticator noinherit login;
grant authenticated, anonymous to authenticator;
grant authenticated, anonymous, authenticator to neondb_owner with admin option;

-- Schemas ------------------------------------------------------------------------------------------------------------

alter schema public owner to pg_database_owner;
revoke create on schema public from public;
grant usage on schema public to public;

create schema auth;
grant usage on schema auth to public;

-- Session ------------------------------------------------------------------------------------------------------------

-- The verified token.
create function auth.session() returns jsonb language sql stable as $$
    select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;

create function auth.user_id() returns text language sql stable as $$
    select auth.session() ->> 'sub'
$$;

create function auth.uid() returns uuid language sql stable as $$
    select (auth.session() ->> 'sub')::uuid
$$;
