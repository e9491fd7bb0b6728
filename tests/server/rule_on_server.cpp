#include "rule_on_server.hpp"

#include <algorithm>

#include "rlslint/lint/engine.hpp"
#include "rlslint/lint/kit.hpp"
#include "rlslint/rules/all.hpp"

#include "seed.hpp"

namespace rlslint::testing {

RuleOnServer::RuleOnServer(Fixture fixture)
    : fixture_(for_this_server(std::move(fixture))),
      server_(fixture_.profile, fixture_.sources, fixture_.sections),
      history_(replay(fixture_.sources, schema(), fixture_.sections, fixture_.profile.platform)),
      model_(fixture_.sources, history_, fixture_.profile.platform) {
    Connection session = superuser();
    for (const RelationId table : model_.tables()) {
        const std::string name = sql_name(model_.catalog, table);
        // What an extension makes that the server does not have is not there.
        if (session.run("select from " + name + " limit 0").ok()) seed(session, name, 4);
    }
    for (const RelationId view : model_.relations()) {
        if (model_.catalog[view].kind == 'm')
            session.query("refresh materialized view " + sql_name(model_.catalog, view));
    }
}

Fixture RuleOnServer::for_this_server(Fixture fixture) {
    fixture.profile.platform.server_version = server_version();
    return fixture;
}

bool RuleOnServer::refused_some() const {
    const auto& ran = server_.ran();
    return std::any_of(ran.begin(), ran.end(), [](const Ran& one) { return one.error.has_value(); });
}

SourceId RuleOnServer::schema() {
    return fixture_.sources.add(
        {"<profile>/schema.sql", fixture_.profile.schema_sql, Encoding::utf8, {}, true});
}

std::vector<Finding> RuleOnServer::findings(const std::string& rule) const {
    Selection selection;
    selection.only = {rule};
    return judge(model_, all_rules(), selection).findings;
}

Answer RuleOnServer::run_as(RoleId role, const std::string& statement) const {
    Connection session = superuser();
    session.query("begin");
    const std::string name = model_.catalog.name_of(role);
    session.become(name, claims_of(name));
    return session.run(statement);
}

std::string harmless(const Model& model, RelationId table, PolicyCommand command) {
    const std::string name = sql_name(model.catalog, table);
    const std::string column{model.catalog[table].columns.front().name.text()};
    switch (command) {
    case PolicyCommand::insert: return "insert into " + name + " default values";
    case PolicyCommand::update: return "update " + name + " set " + column + " = " + column + " where true";
    case PolicyCommand::delete_: return "delete from " + name + " where " + column + " is not null";
    default: return "select * from " + name;
    }
}

} // namespace rlslint::testing
