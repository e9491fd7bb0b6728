// The catalog of a real server in the form of `dump --stage catalog`.

#include <utility>

#include "history_on_server.hpp"

namespace rlslint::testing {
namespace {

// "grantee=PRIVILEGE" of what an ACL gives to others than the owner.
std::string entries(const std::string& acl, const std::string& owner) {
    return "(select coalesce(jsonb_agg(distinct e order by e), '[]') from"
           " (select case x.grantee when 0 then 'PUBLIC' else quote_ident(pg_get_userbyid(x.grantee)) end"
           " || '=' || x.privilege_type collate \"C\" as e from aclexplode(" +
           acl + ") x where x.grantee <> " + owner + ") entries)";
}

// The same of an object's ACL, where NULL stands for the default of its kind.
std::string acl(const std::string& stored, const std::string& kind, const std::string& owner) {
    return entries("coalesce(" + stored + ", acldefault('" + kind + "', " + owner + "))", owner);
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

const std::string columns =
    "select n.nspname || '.' || c.relname || '.' || a.attname as key, jsonb_build_object("
    " 'table', n.nspname || '.' || c.relname, 'name', a.attname, 'type', format_type(a.atttypid, "
    "a.atttypmod),"
    " 'not_null', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated = 's',"
    " 'default', a.atthasdef, 'acl', " +
    entries("a.attacl", "c.relowner") +
    ") as object from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = "
    "c.relnamespace"
    " where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and " +
    made("pg_class", "c.oid", "c.relnamespace");

const std::string sequences =
    "select n.nspname || '.' || c.relname as key, jsonb_build_object("
    " 'name', n.nspname || '.' || c.relname, 'owner', pg_get_userbyid(c.relowner), 'acl', " +
    acl("c.relacl", "s", "c.relowner") +
    ", 'owned_by', (select tn.nspname || '.' || t.relname || '.' || a.attname"
    "   from pg_depend d join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = "
    "t.relnamespace"
    "   join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid"
    "   where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))) as object"
    " from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and " +
    made("pg_class", "c.oid", "c.relnamespace");

const std::string roles =
    "select rolname as key, jsonb_build_object('name', rolname, 'superuser', rolsuper, 'inherit', rolinherit,"
    " 'create_role', rolcreaterole, 'create_db', rolcreatedb, 'login', rolcanlogin,"
    " 'replication', rolreplication, 'bypass_rls', rolbypassrls) as object"
    " from pg_roles where oid > first_oid";

// All of them, but for what the predefined roles are to each other. From 16 on INHERIT and SET belong to the grant.
std::string memberships(int version) {
    const std::string options = version < 16 ? "" : ", 'inherit', m.inherit_option, 'set', m.set_option";
    return "select r.rolname || '/' || b.rolname as key, jsonb_build_object('role', r.rolname,"
           " 'member', b.rolname, 'grantor', pg_get_userbyid(m.grantor), 'admin', m.admin_option" +
           options +
           ") as object from pg_auth_members m join pg_roles r on r.oid = m.roleid"
           " join pg_roles b on b.oid = m.member where b.rolname !~ '^pg_'";
}

const std::string schemas = "select n.nspname as key, jsonb_build_object('name', n.nspname,"
                            " 'owner', pg_get_userbyid(n.nspowner), 'acl', " +
                            acl("n.nspacl", "n", "n.nspowner") +
                            ") as object from pg_namespace n where n.nspname !~ '^pg_' and " +
                            made("pg_namespace", "n.oid", "0");

const std::string default_acl =
    "select pg_get_userbyid(defaclrole) || '/' || defaclnamespace || '/' || defaclobjtype::text as key,"
    " jsonb_build_object('role', pg_get_userbyid(defaclrole),"
    " 'schema', (select nspname from pg_namespace where oid = defaclnamespace),"
    " 'kind', defaclobjtype, 'acl', " +
    entries("defaclacl", "defaclrole") + ") as object from pg_default_acl";

std::string list(const std::string& query) {
    return "(select coalesce(jsonb_agg(object order by key collate \"C\"), '[]') from (" + query +
           ") objects)";
}

} // namespace

std::string ServerHistory::catalog() const {
    Connection session = server_.connect(PrivateServer::superuser);
    session.query("set search_path = public");
    const std::pair<const char*, std::string> sections[] = {
        {"tables", tables},   {"policies", policies},   {"functions", functions},
        {"columns", columns}, {"roles", roles},         {"memberships", memberships(server_version())},
        {"schemas", schemas}, {"sequences", sequences}, {"default_acl", default_acl},
    };
    std::string object;
    for (const auto& [name, query] : sections) {
        object += (object.empty() ? "'" : ", '") + std::string{name} + "', " + list(query);
    }
    return session.value("with boundary (first_oid) as (values (" + first_oid_ +
                         "::oid)) select jsonb_build_object(" + object + ") from boundary");
}

} // namespace rlslint::testing
