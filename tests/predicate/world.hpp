#pragma once

#include "rlslint/predicate/facts.hpp"
#include "support/small_world.hpp"

namespace rlslint::test {

/// A Supabase-like platform and three tables: notes, whose policies are tried, members and auth.users.
struct PolicyWorld : SmallWorld {
    Platform platform;
    RelationId notes = table("notes(id int4!, owner uuid, org_id int4!, title text!, done bool, public "
                             "bool!, tags text[]!, at place!)");
    RelationId members = table("members(org_id int4, user_id uuid, role)");
    RelationId users = table("auth.users(id uuid!, raw_user_meta_data jsonb, raw_app_meta_data jsonb)");
    RelationId place = table("place(x, y)");

    PolicyWorld() {
        function("auth.uid()", "uuid");
        function("auth.jwt()", "jsonb");
        function("auth.role()", "text");
        add("uid", SessionFunction::Gives::identity);
        add("jwt", SessionFunction::Gives::claims);
        add("role", SessionFunction::Gives::role);
        platform.identity_settings = {Symbol{"request.jwt.claims"}, Symbol{"request.jwt.claim"}};
        platform.users_schema = Symbol{"auth"};
        platform.users_table = Symbol{"users"};
        platform.user_writable_claims = {Symbol{"user_metadata"}, Symbol{"raw_user_meta_data"}};
    }

    Facts facts(std::string_view sql) { return facts_of(catalog, platform, clause(sql, notes)); }

private:
    void add(std::string_view name, SessionFunction::Gives gives) {
        SessionFunction function;
        function.schema = Symbol{"auth"};
        function.name = Symbol{name};
        function.gives = gives;
        platform.session_functions.push_back(function);
    }
};

} // namespace rlslint::test
