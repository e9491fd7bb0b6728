#include "matrix_view.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "rlslint/access/pattern.hpp"
#include "rlslint/access/row_access.hpp"
#include "rlslint/access/through.hpp"
#include "rlslint/lint/certain.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/report/places.hpp"
#include "rlslint/text/ascii.hpp"
#include "rlslint/text/nearest.hpp"

#include "matrix_words.hpp"

namespace rlslint {
namespace {

constexpr std::array<std::string_view, 4> all_commands{"select", "insert", "update", "delete"};

bool wants(const std::vector<std::string>& wanted, std::string_view item) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), item) != wanted.end();
}

std::string_view kind_of(const Relation& relation) {
    switch (relation.kind) {
    case 'p': return relation.partition ? "partition" : "partitioned table";
    case 'v': return "view";
    case 'm': return "materialized view";
    case 'f': return "foreign table";
    default: return relation.partition ? "partition" : "table";
    }
}

/// What relations and roles are called, with schema and without.
struct MatrixNames {
    std::set<std::string> roles;
    std::set<std::string> relations;
};

/// One project's part of the matrix.
class Builder {
public:
    Builder(const Model& model, const MatrixSelection& selection, std::size_t project)
        : model_(model), selection_(selection), project_(project), places_(&model.sources) {
        for (const RoleId role : model.reach.api_roles())
            add_role(role);
        for (const Symbol name : model.platform.service_roles)
            add_role(model.catalog.find_role(name));
        // Those of others are shown where they are asked for.
        for (const std::string& name : selection.roles)
            add_role(model.catalog.find_role(Symbol(name)));
    }

    [[nodiscard]] std::vector<std::string> role_names() const {
        std::vector<std::string> names;
        for (const RoleId role : roles_)
            names.push_back(model_.catalog.name_of(role));
        return names;
    }

    [[nodiscard]] std::vector<std::string> trusted_role_names() const {
        std::vector<std::string> names;
        for (const Symbol name : model_.platform.service_roles) {
            if (model_.catalog.find_role(name).valid()) names.emplace_back(name.text());
        }
        return names;
    }

    [[nodiscard]] std::vector<MatrixRelation> relations() const {
        std::vector<MatrixRelation> result;
        const std::vector<Door> doors = all_doors();
        for (std::uint32_t i = 0; i < model_.catalog.relations().size(); ++i) {
            if (!is_shown(RelationId{i})) continue;
            MatrixRelation relation = row(RelationId{i}, doors);
            if (has_verdict(relation)) result.push_back(std::move(relation));
        }
        std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return result;
    }

    /// What may be asked for by name.
    void add_names_to(MatrixNames& names) const {
        for (std::uint32_t i = 0; i < model_.catalog.roles().size(); ++i) {
            if (model_.catalog[RoleId{i}].origin.live())
                names.roles.insert(model_.catalog.name_of(RoleId{i}));
        }
        for (std::uint32_t i = 0; i < model_.catalog.relations().size(); ++i) {
            if (!may_be_shown(RelationId{i})) continue;
            names.relations.insert(model_.catalog.name_of(RelationId{i}));
            names.relations.emplace(model_.catalog[RelationId{i}].name.text());
        }
    }

private:
    void add_role(RoleId role) {
        if (role.valid() && std::find(roles_.begin(), roles_.end(), role) == roles_.end() &&
            wants(selection_.roles, model_.catalog.name_of(role)))
            roles_.push_back(role);
    }

    [[nodiscard]] bool is_shown(RelationId id) const {
        return may_be_shown(id) && (wants(selection_.relations, model_.catalog.name_of(id)) ||
                                    wants(selection_.relations, model_.catalog[id].name.text()));
    }

    /// What the files create; and what clients may reach that they use without creating it.
    [[nodiscard]] bool may_be_shown(RelationId id) const {
        const Relation& relation = model_.catalog[id];
        const bool has_rows = std::string_view{"rpvmf"}.find(relation.kind) != std::string_view::npos;
        if (!has_rows || !relation.origin.live() || relation.persistence == Persistence::temporary)
            return false;
        if (relation.origin.assumed) return model_.reach.exposed(id);
        return selection_.all || !relation.origin.profile;
    }

    [[nodiscard]] bool has_verdict(const MatrixRelation& relation) const {
        if (selection_.verdicts.empty()) return true;
        for (const MatrixRole& role : relation.access) {
            for (const MatrixCommand& command : role.commands) {
                const auto matches = [&](const MatrixCell& cell) {
                    return wants(selection_.verdicts, cell.verdict);
                };
                if (matches(command.cell) || (command.new_row && matches(*command.new_row)) ||
                    (command.blind && matches(*command.blind)))
                    return true;
            }
        }
        return false;
    }

    [[nodiscard]] MatrixRelation row(RelationId id, const std::vector<Door>& doors) const {
        const Relation& relation = model_.catalog[id];
        MatrixRelation row;
        row.name = model_.catalog.name_of(id);
        row.kind = kind_of(relation);
        row.created_elsewhere = relation.origin.assumed;
        row.rls = relation.rls.on;
        row.forced = relation.force.on;
        row.pattern = to_string(row.created_elsewhere ? Pattern::custom
                                                      : pattern_of(model_.access, model_.catalog,
                                                                   model_.platform, model_.reach, id));
        row.project = project_;
        for (const RoleId role : roles_) {
            MatrixRole cells{model_.catalog.name_of(role), {}};
            for (const std::string_view command : all_commands) {
                if (wants(selection_.commands, command)) cells.commands.push_back(cell(role, id, command));
            }
            row.access.push_back(std::move(cells));
        }
        row.through = through(id, doors);
        return row;
    }

    [[nodiscard]] MatrixCommand cell(RoleId role, RelationId relation, std::string_view command) const {
        const auto of = [&](Action action) { return shown(role, relation, action); };
        MatrixCommand result{std::string{command}, {}, {}, {}};
        if (command == "select") {
            result.cell = of(Action::select);
        } else if (command == "insert") {
            result.cell = of(Action::insert);
        } else if (command == "update") {
            result.cell = of(Action::update);
            result.new_row = of(Action::update_new);
            result.blind = of(Action::blind_update);
        } else {
            result.cell = of(Action::delete_);
            result.blind = of(Action::blind_delete);
        }
        return result;
    }

    [[nodiscard]] MatrixCell shown(RoleId role, RelationId relation, Action action) const {
        const Cell cell = certain(model_, relation, model_.access.cell(role, relation, action));
        MatrixCell result;
        result.verdict = to_string(cell.verdict);
        result.why = to_string(cell.why);
        if (cell.verdict == Verdict::some || cell.verdict == Verdict::unknown) {
            std::string text = predicate_text(model_.sources, cell);
            if (!text.empty()) result.predicate = std::move(text);
        }
        if (cell.verdict != Verdict::none && !cell.columns.empty())
            result.columns = column_names(model_.catalog[relation], cell.columns);
        for (const Gate& gate : cell.gates) {
            add_policies(gate.permissive, result.policies);
            add_policies(gate.restrictive, result.policies);
        }
        std::stable_partition(result.policies.begin(), result.policies.end(),
                              [](const MatrixPolicy& policy) { return policy.permissive; });
        return result;
    }

    void add_policies(const std::vector<PolicyClause>& parts, std::vector<MatrixPolicy>& policies) const {
        for (const PolicyClause& part : parts) {
            const Policy& policy = model_.catalog[part.policy];
            MatrixPolicy shown{std::string{policy.name.text()}, policy.permissive, "",
                               place_of(policy.name_span)};
            if (part.clause != nullptr) shown.clause = in_one_line(model_.sources.text(part.clause->span()));
            if (std::find(policies.begin(), policies.end(), shown) == policies.end())
                policies.push_back(std::move(shown));
        }
    }

    [[nodiscard]] std::string place_of(Span span) const {
        const auto place = places_.of(span);
        return place
                   ? fmt::format("{}:{}:{}", places_.file_of(*place), place->start.line, place->start.column)
                   : "";
    }

    // ---- through views and functions

    /// Of all relations, worked out once.
    [[nodiscard]] std::vector<Door> all_doors() const {
        const Doorways from{model_.catalog, model_.reach, model_.access, model_.routines,
                            [this](RoleId role, RelationId relation, Action action) {
                                return certain(model_, relation, model_.access.cell(role, relation, action));
                            }};
        return doors(from, roles_, selection_.all);
    }

    [[nodiscard]] std::vector<MatrixThrough> through(RelationId target,
                                                     const std::vector<Door>& doors) const {
        std::vector<MatrixThrough> result;
        for (const Door& door : doors) {
            const std::string_view command = name_of(door.action);
            if (door.target != target || !wants(selection_.commands, command)) continue;
            std::vector<std::string> path;
            for (const RelationId view : door.views)
                path.push_back(model_.catalog.name_of(view));
            if (door.function.valid()) path.push_back(model_.catalog.name_of(door.function));
            result.push_back({model_.catalog.name_of(door.role), std::string{command}, std::move(path),
                              std::string{to_string(door.verdict)}});
        }
        std::stable_sort(result.begin(), result.end(), [](const MatrixThrough& a, const MatrixThrough& b) {
            return std::tie(a.path, a.role) < std::tie(b.path, b.role);
        });
        return result;
    }

    static std::string_view name_of(Action action) {
        switch (action) {
        case Action::insert: return "insert";
        case Action::update:
        case Action::update_new:
        case Action::blind_update: return "update";
        case Action::delete_:
        case Action::blind_delete: return "delete";
        case Action::select: break;
        }
        return "select";
    }

    const Model& model_;
    const MatrixSelection& selection_;
    std::size_t project_;
    mutable Places places_;
    std::vector<RoleId> roles_;
};

/// Of what was asked for by name, the first that no project has.
std::optional<Failure> missing_among(std::string_view what, const std::vector<std::string>& wanted,
                                     const std::set<std::string>& names) {
    for (const std::string& name : wanted) {
        if (names.contains(name)) continue;
        const std::vector<std::string_view> candidates(names.begin(), names.end());
        const auto meant = nearest(name, candidates);
        return Failure{fmt::format("there is no {} {} here{}", what, name,
                                   meant ? fmt::format(": did you mean {}?", *meant) : "")};
    }
    return std::nullopt;
}

void add_missing(std::vector<std::string>& names, std::vector<std::string> more) {
    for (std::string& name : more) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
}

} // namespace

Result<Matrix> matrix_of(Workspace& workspace, const MatrixSelection& selection) {
    Matrix matrix;
    MatrixNames names;
    for (const std::string_view command : all_commands) {
        if (wants(selection.commands, command)) matrix.commands.emplace_back(command);
    }
    for (std::size_t i = 0; i < workspace.projects.size(); ++i) {
        const LoadedProject& loaded = workspace.projects[i];
        const History history = replay(workspace.sources, loaded.profile_source, loaded.sections,
                                       loaded.platform, workspace.jobs);
        const Model model(workspace.sources, history, loaded.platform);
        const Builder builder{model, selection, i};
        builder.add_names_to(names);
        add_missing(matrix.roles, builder.role_names());
        add_missing(matrix.trusted_roles, builder.trusted_role_names());
        for (MatrixRelation& relation : builder.relations())
            matrix.relations.push_back(std::move(relation));
    }
    if (auto failure = missing_among("role", selection.roles, names.roles)) return *failure;
    if (auto failure = missing_among("relation", selection.relations, names.relations)) return *failure;
    return matrix;
}

} // namespace rlslint
