#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/kit_routines.hpp"
#include "rlslint/lint/secret_names.hpp"

namespace rlslint {
namespace {

/// What a function does without having asked who calls it.
struct Deed {
    std::string what; ///< "reads public.members past its policies"
    Span place;
    bool weighs_less = false; ///< it changes nothing, and gives a yes or no, what a secret finds, or a list
};

/// All of them may do as much without the function.
bool may_anyway(const Model& model, std::span<const RoleId> callers, const TableUse& use) {
    return std::all_of(callers.begin(), callers.end(), [&](RoleId role) {
        return model.access.cell(role, use.relation, action_of(use.privilege)).verdict == Verdict::all;
    });
}

/// The routine that does it can be called by itself: it is judged by itself.
bool judged_elsewhere(const Model& model, const TableUse& use) {
    return use.via.valid() && model.catalog[use.via].security_definer &&
           !model.reach.api_roles_calling(use.via).empty();
}

bool asked(const Proof& proof, bool anonymous) { return anonymous ? proof.anonymous : proof.caller; }

bool is_unasked(const Model& model, FunctionId id, std::span<const RoleId> callers, bool anonymous,
                const TableUse& use) {
    // What is read before a test that raises does not come out where the test fails.
    const bool in_vain = asked(model.routines.of(id).proves, anonymous) && !use.returned;
    const Function& function = model.catalog[id];
    return !in_vain && !asked(use.proof, anonymous) && !use.asks_who &&
           passes_policies_by(model, function, use) && !judged_elsewhere(model, use) &&
           !model.listed_public(use.relation) && !may_anyway(model, callers, use);
}

/// `token = argument`: only those who were told it find something.
bool found_by_secret(const Model& model, const Routine& routine, RelationId relation) {
    return std::any_of(routine.matches.begin(), routine.matches.end(), [&](const ArgumentMatch& match) {
        if (match.relation != relation || match.stored) return false;
        const std::string_view column = model.catalog[relation].columns[match.column].name.text();
        return names_a_secret(column) || column.ends_with("token") || column.ends_with("_hash");
    });
}

/// Nobody's rows in particular, of which clients see some by what these are, not by who asks: a catalogue.
bool is_catalogue(const Model& model, RelationId relation) {
    if (owner_column(model, relation)) return false;
    const auto& policies = model.catalog[relation].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        const BoundExpr& clause = policy.using_clause;
        return policy.permissive && covers(policy.command, PolicyCommand::select) && clause.present() &&
               !clients_of(model, policy, PolicyCommand::select).empty() &&
               model.facts(clause).session_calls.empty() && clause.bindings->functions.empty() &&
               !model.anatomy(clause).reads_relations() && model.facts(clause).truth != Truth::never;
    });
}

/// GRANT EXECUTE to each of them by name: it is meant. Dumps say ALL.
bool granted_by_name(const Model& model, FunctionId id, std::span<const RoleId> callers) {
    return std::all_of(callers.begin(), callers.end(), [&](RoleId role) {
        const AclEntry* entry = model.reach.source(role, id);
        if (entry == nullptr || entry->source != GrantSource::explicit_ || entry->grantee != role)
            return false;
        return without_layout(model.sources.text(entry->span)).starts_with("grant execute ");
    });
}

/// What changes rows weighs more than what reads them, and somebody's rows more than a catalogue's.
int weight(const Model& model, const TableUse& use) {
    if (use.privilege != Privilege::select) return 2;
    return is_catalogue(model, use.relation) ? 0 : 1;
}

/// For callers of one kind the first of them, past what they may do anyway; none where there is none.
std::optional<Deed> unasked_deed(const Model& model, FunctionId id, std::span<const RoleId> callers,
                                 bool anonymous) {
    const Function& function = model.catalog[id];
    const Routine& routine = model.routines.of(id);
    if (!routine.readable) return Deed{"does what is not known: its body cannot be read", function.name_span};
    const TableUse* first = nullptr;
    for (const TableUse& use : routine.uses) {
        if (!is_unasked(model, id, callers, anonymous, use)) continue;
        if (first == nullptr || weight(model, use) > weight(model, *first)) first = &use;
    }
    if (first != nullptr)
        return Deed{std::string{verb_of(first->privilege)} + " " + model.catalog.name_of(first->relation) +
                        " past its policies",
                    first->span,
                    first->privilege == Privilege::select &&
                        (gives_no_rows(function) || found_by_secret(model, routine, first->relation) ||
                         is_catalogue(model, first->relation))};
    for (const Unread& part : routine.unread) {
        if (!asked(part.proof, anonymous))
            return Deed{part.dynamic ? "runs SQL that it puts together" : "does what is not known",
                        part.span};
    }
    return std::nullopt;
}

void report(const Model& model, FunctionId id, std::span<const RoleId> callers, const Deed& deed,
            std::string_view how, Sink& sink) {
    const std::string name = model.catalog.name_of(id);
    Finding finding =
        sink.finding(name, model.catalog[id].name_span,
                     in_prose(model.catalog, callers) + " can call " + name + ", which " + deed.what +
                         ", as " + model.catalog.name_of(model.catalog[id].owner) + ", " + std::string{how});
    if (deed.weighs_less || granted_by_name(model, id, callers)) finding.severity = Severity::info;
    doubt(finding, {model.doubt(id, Aspect::execute), model.doubt(id, Aspect::settings)});
    relate(finding, {{"here", deed.place}});
    relate(finding, execute_granted_by(model, id, callers));
    if (called_by_policies(model, id)) {
        finding.help =
            "Policies call it, so the privilege must stay: test who is asking in the function, or move "
            "it to a schema that the API does not serve";
    } else {
        finding.fixes.push_back(
            {"Revoke EXECUTE", Applicability::unsafe, revoke_execute(model, id, callers), {}});
        finding.help =
            with_sql("Test who is asking before anything else, or revoke it from those who need not call it",
                     finding.fixes[0].sql);
    }
    sink.report(std::move(finding));
}

} // namespace

SchemaId open_schema_on(const Model& model, const SetVariable& search_path) {
    for (const std::string& name : search_path.values) {
        const SchemaId schema = model.catalog.find_schema(Symbol{name});
        const auto roles = model.reach.api_roles();
        const bool open = schema.valid() && std::any_of(roles.begin(), roles.end(), [&](RoleId role) {
                              return model.reach.has_create(role, schema);
                          });
        if (open) return schema;
    }
    return {};
}

const Unresolved* relation_off_path(const Model& model, FunctionId function) {
    for (const Unresolved& name : model.routines.of(function).missing) {
        for (const Relation& relation : model.catalog.relations()) {
            const bool there = relation.origin.live() && !relation.origin.assumed;
            if (there &&
                name.message == "relation \"" + std::string{relation.name.text()} + "\" does not exist")
                return &name;
        }
    }
    return nullptr;
}

bool called_by_policies(const Model& model, FunctionId function) {
    const auto calls = [&](const BoundExpr& clause) {
        return clause.present() &&
               std::any_of(clause.bindings->functions.begin(), clause.bindings->functions.end(),
                           [&](const auto& entry) { return entry.second.function == function; });
    };
    const auto policies = model.policies();
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        return calls(policy.using_clause) || calls(policy.check_clause);
    });
}

void report_unasked_deeds(const Model& model, Sink& sink, Anonymous which, std::string_view how) {
    const bool anonymous = which == Anonymous::yes;
    for (const FunctionId id : model.functions()) {
        const Function& function = model.catalog[id];
        if (!function.security_definer || function.aggregate || only_fires(function)) continue;
        const std::vector<RoleId> all = model.reach.api_roles_calling(id);
        const auto callers = anonymous ? anonymous_among(model, all) : signed_in_among(model, all);
        if (callers.empty()) continue;
        const auto deed = unasked_deed(model, id, callers, anonymous);
        if (deed) report(model, id, callers, *deed, how, sink);
    }
}

} // namespace rlslint
