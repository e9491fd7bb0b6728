// The catalog of a real server in the form of `dump --stage catalog`.

#include "history_on_server.hpp"

namespace rlslint::testing {
namespace {

// "grantee=PRIVILEGE" of what an ACL gives to others than the owner.
std::string acl(const std::string& stored, const std::string& kind, const std::string& owner) {
    return "(select coalesce(jsonb_agg(distinct e order by e), '[]') from"
           " (select case x.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(x.grantee)) end"
           " || '=' || x.privilege_type collate \"C\" as e from aclexplode(coalesce(" +
           stored + ", acldefault('" + kind + "', " + owner + "))) x where x.grantee <> " + owner +
           ") entries)";
}

// Objects of the history: no extension's, no session's.
std::string made(const std::string& catalog, const std::string& oid, const std::string& schema) {
    return oid + " > first_oid and not exists (select from pg_depend d where d.classid = '" + catalog +
           "'::regclass and d.objid = " + oid + " and d.deptype = 'e') and " + schema +
           " not in (select oid from pg_namespace where nspname ~ '^pg_(temp|toast)')";
}

const std::string tables =
    "select n.nspname || '.' || c.relname as key, jsonb_build_object("
    " 'name', n.nspname || '.' || c.relname, 'kind', c.relkind, 'rls', c.relrowsecurity,"
    " 'force', c.relforcerowsecurity, 'owner', pg_get_userbyid(c.relowner),"
    " 'acl', " +
    acl("c.relacl", "r", "c.relowner") +
    ","
    " 'options', (select jsonb_agg(o order by o collate \"C\") from unnest(c.reloptions) o)) as object"
    " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where c.relkind in ('r', 'p', 'v', 'm', 'f') and " +
    made("pg_class", "c.oid", "c.relnamespace");

const std::string policies =
    "select n.nspname || '.' || c.relname || '/' || p.polname as key, jsonb_build_object("
    " 'table', n.nspname || '.' || c.relname, 'name', p.polname,"
    " 'cmd', case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'"
    "        when 'd' then 'DELETE' else 'ALL' end,"
    " 'permissive', p.polpermissive,"
    " 'roles', case when p.polroles = '{0}' then '[\"public\"]' else"
    "          (select jsonb_agg(rolname order by rolname) from pg_roles where oid = any (p.polroles)) end,"
    " 'using', p.polqual is not null, 'check', p.polwithcheck is not null) as object"
    " from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace"
    " where p.oid > first_oid";

std::string may_execute(const std::string& role) {
    return "(select has_function_privilege(oid, p.oid, 'EXECUTE') from pg_roles where rolname = '" + role +
           "')";
}

const std::string functions =
    "select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as key,"
    " jsonb_build_object("
    " 'name', n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',"
    " 'secdef', p.prosecdef, 'volatile', p.provolatile,"
    " 'search_path', exists (select from unnest(p.proconfig) s where s like 'search_path=%'),"
    " 'anon', " +
    may_execute("anon") + ", 'authenticated', " + may_execute("authenticated") +
    ") as object"
    " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
    " where " +
    made("pg_proc", "p.oid", "p.pronamespace");

std::string list(const std::string& query) {
    return "(select coalesce(jsonb_agg(object order by key collate \"C\"), '[]') from (" + query +
           ") objects)";
}

} // namespace

std::string ServerHistory::catalog() const {
    Connection session = server_.connect(PrivateServer::superuser);
    session.query("set search_path = public");
    return session.value("with boundary (first_oid) as (values (" + first_oid_ +
                         "::oid)) select jsonb_build_object("
                         "'tables', " +
                         list(tables) + ", 'policies', " + list(policies) + ", 'functions', " +
                         list(functions) + ") from boundary");
}

} // namespace rlslint::testing
