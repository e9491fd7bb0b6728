#include <nlohmann/json.hpp>

#include "rlslint/report/matrix.hpp"

/// The contract that docs/schema/matrix.schema.json writes down.
namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

Json as_json(const MatrixCell& cell) {
    return {{"verdict", cell.verdict},
            {"why", cell.why},
            {"predicate", cell.predicate ? Json(*cell.predicate) : Json(nullptr)},
            {"columns", cell.columns ? Json(*cell.columns) : Json(nullptr)}};
}

Json as_json(const MatrixCommand& command) {
    Json json = as_json(command.cell);
    if (command.new_row) json["new"] = as_json(*command.new_row);
    if (command.blind) json["blind"] = as_json(*command.blind);
    return json;
}

/// Null for what may be on without that the files say so.
Json known(const MatrixRelation& relation, bool flag) {
    return relation.created_elsewhere && !flag ? Json(nullptr) : Json(flag);
}

Json as_json(const MatrixRelation& relation) {
    Json access = Json::object();
    for (const MatrixRole& role : relation.access) {
        Json& cells = access[role.role] = Json::object();
        for (const MatrixCommand& command : role.commands)
            cells[command.command] = as_json(command);
    }
    Json through = Json::array();
    for (const MatrixThrough& door : relation.through) {
        through.push_back(
            {{"role", door.role}, {"command", door.command}, {"path", door.path}, {"verdict", door.verdict}});
    }
    return {{"name", relation.name},
            {"kind", relation.kind},
            {"rls", known(relation, relation.rls)},
            {"forced", known(relation, relation.forced)},
            {"pattern", relation.pattern},
            {"project", relation.project},
            {"access", std::move(access)},
            {"through", std::move(through)}};
}

} // namespace

std::string render_matrix_json(const Matrix& matrix) {
    Json relations = Json::array();
    for (const MatrixRelation& relation : matrix.relations)
        relations.push_back(as_json(relation));
    const Json document{{"version", 1}, {"roles", matrix.roles}, {"relations", std::move(relations)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
