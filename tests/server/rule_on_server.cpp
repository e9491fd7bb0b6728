#include "rule_on_server.hpp"

#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"

#include "seed.hpp"

namespace rlslint::testing {

RuleOnServer::RuleOnServer(Fixture fixture)
    : fixture_(std::move(fixture)), server_(fixture_.profile, fixture_.sources, fixture_.sections),
      history_(replay(fixture_.sources, schema(), fixture_.sections, fixture_.profile.platform)),
      model_(fixture_.sources, history_, fixture_.profile.platform) {
    Connection session = superuser();
    for (const RelationId table : model_.tables())
        seed(session, model_.catalog.name_of(table), 4);
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
    const std::string user = name == "anon" ? "" : R"(, "sub": ")" + std::string{users[0]} + "\"";
    session.become(name, R"({"role": ")" + name + "\"" + user + "}");
    return session.run(statement);
}

std::string harmless(const Model& model, RelationId table, PolicyCommand command) {
    const std::string name = model.catalog.name_of(table);
    const std::string column{model.catalog[table].columns.front().name.text()};
    switch (command) {
    case PolicyCommand::insert: return "insert into " + name + " default values";
    case PolicyCommand::update: return "update " + name + " set " + column + " = " + column + " where true";
    case PolicyCommand::delete_: return "delete from " + name + " where " + column + " is not null";
    default: return "select * from " + name;
    }
}

} // namespace rlslint::testing
