#include <array>

#include <fmt/format.h>

#include "rlslint/lint/model.hpp"
#include "rlslint/predicate/circumstances.hpp"
#include "rlslint/predicate/shape.hpp"

#include "dump.hpp"
#include "matrix_view.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

std::string_view to_string(Truth truth) {
    switch (truth) {
    case Truth::always: return "always";
    case Truth::never: return "never";
    case Truth::depends: return "depends";
    case Truth::unknown: break;
    }
    return "unknown";
}

struct NamedKind {
    Caller::Kind kind;
    const char* name;
};

constexpr std::array<NamedKind, 4> kinds{{{Caller::Kind::any, "any"},
                                          {Caller::Kind::no_claims, "no_claims"},
                                          {Caller::Kind::nobody, "nobody"},
                                          {Caller::Kind::signed_in, "signed_in"}}};

Json truths(const Model& model, const Bodies& bodies, const BoundExpr& clause) {
    Json by_kind = Json::object();
    for (const NamedKind& named : kinds) {
        Circumstances circumstances;
        circumstances.caller.kind = named.kind;
        circumstances.bodies = &bodies;
        by_kind[named.name] = to_string(truth_under(circumstances, model.catalog, model.platform, clause));
    }
    return by_kind;
}

Json shape(const Model& model, const BoundExpr& clause) {
    const ClauseShape shape = shape_of(model.catalog, model.platform, clause);
    Json parts = Json::array();
    const std::pair<const char*, bool> all[] = {{"own", shape.own},
                                                {"tenant", shape.tenant},
                                                {"membership", shape.membership},
                                                {"session", shape.session},
                                                {"row", shape.row}};
    for (const auto& [name, has] : all) {
        if (has) parts.push_back(name);
    }
    return parts;
}

Json clause(const Model& model, const Bodies& bodies, PolicyId policy, const char* name,
            const BoundExpr& expr) {
    const Facts& facts = model.facts(expr);
    return {{"policy", model.catalog.name_of(policy)},
            {"clause", name},
            {"sql", model.sources.text(expr.span())},
            {"truth", truths(model, bodies, expr)},
            {"reads_row", facts.reads_row},
            {"reads_identity", facts.reads_identity},
            {"shape", shape(model, expr)}};
}

Json predicates_of(Workspace& workspace) {
    Json clauses = Json::array();
    for (const LoadedProject& loaded : workspace.projects) {
        const History history = replay(workspace.sources, loaded.profile_source, loaded.sections,
                                       loaded.platform, workspace.jobs);
        const Model model(workspace.sources, history, loaded.platform);
        const Bodies bodies(history.catalog, loaded.platform);
        for (const PolicyId id : model.policies()) {
            const Policy& policy = history.catalog[id];
            if (policy.using_clause.present())
                clauses.push_back(clause(model, bodies, id, "using", policy.using_clause));
            if (policy.check_clause.present())
                clauses.push_back(clause(model, bodies, id, "check", policy.check_clause));
        }
    }
    return {{"clauses", std::move(clauses)}};
}

std::string as_text(const Json& predicates) {
    std::string text;
    for (const Json& one : predicates["clauses"])
        text += one.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    return text;
}

std::string line(const MatrixRelation& relation, const MatrixRole& role, std::string_view command,
                 const MatrixCell& cell) {
    return fmt::format("{} {} {}: {} ({}){}\n", relation.name, role.role, command, cell.verdict, cell.why,
                       cell.predicate ? " " + *cell.predicate : "");
}

} // namespace

std::string dump_predicates(Workspace& workspace, DumpFormat format) {
    const Json predicates = predicates_of(workspace);
    return format == DumpFormat::json ? written(predicates) : as_text(predicates);
}

std::string dump_access(Workspace& workspace, DumpFormat format) {
    const Matrix matrix = *matrix_of(workspace, {}); // nothing is asked for by name
    if (format == DumpFormat::json) return render_matrix_json(matrix);
    std::string text;
    for (const MatrixRelation& relation : matrix.relations) {
        for (const MatrixRole& role : relation.access) {
            for (const MatrixCommand& command : role.commands) {
                text += line(relation, role, command.command, command.cell);
                if (command.new_row) text += line(relation, role, command.command + " to", *command.new_row);
                if (command.blind) text += line(relation, role, "blind " + command.command, *command.blind);
            }
        }
    }
    return text;
}

} // namespace rlslint
