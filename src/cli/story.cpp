#include "story.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/lint/certain.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/predicate/simplify.hpp"
#include "rlslint/report/places.hpp"
#include "rlslint/report/printable.hpp"
#include "rlslint/text/ascii.hpp"

#include "matrix_words.hpp"
#include "reproduce.hpp"

namespace rlslint {
namespace {

constexpr std::size_t widest = 100; // of a statement's text

std::string shortened(std::string_view text) {
    std::string line = printable(in_one_line(text));
    if (line.size() <= widest) return line;
    std::size_t end = widest;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80)
        --end; // not within a character
    return line.substr(0, end) + " …";
}

/// Text built line by line.
class Teller {
public:
    explicit Teller(const Model& model)
        : model_(model), decider_(model.catalog, model.platform), places_(&model.sources) {}

    void tell(RelationId id) {
        history_of([&](const Event& event) { return is_about(event, id); });
        policies_of(id);
        reach_of(id);
        reproduce(model_, id, out_);
    }

    /// A function or a role.
    template <class IdType> void tell_other(IdType id) {
        history_of([&](const Event& event) {
            const auto* const about = std::get_if<IdType>(&event.subject);
            return about != nullptr && *about == id;
        });
        reproduce(model_, id, out_);
    }

    [[nodiscard]] std::string text() && { return std::move(out_); }

private:
    template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    /// The relation itself, or a policy of it, though it be dropped since.
    [[nodiscard]] bool is_about(const Event& event, RelationId id) const {
        if (const auto* const relation = std::get_if<RelationId>(&event.subject)) return *relation == id;
        const auto* const policy = std::get_if<PolicyId>(&event.subject);
        return policy != nullptr && model_.catalog[*policy].table == id;
    }

    /// The whole statement that an event's clause belongs to.
    [[nodiscard]] Span statement_of(const Event& event) const {
        const auto& log = model_.history.log;
        if (event.statement >= log.size()) return event.span;
        const Span whole = log[event.statement].span;
        const bool holds = whole.source == event.span.source && whole.begin <= event.span.begin &&
                           event.span.end <= whole.end;
        return holds ? whole : event.span;
    }

    [[nodiscard]] std::string place_of(Span span) {
        const auto place = places_.of(span);
        return place ? fmt::format("{}:{}:{}", printable(places_.file_of(*place)), place->start.line,
                                   place->start.column)
                     : "";
    }

    template <class IsMeant> void history_of(IsMeant is_meant) {
        Span last;
        bool any = false;
        for (const Event& event : model_.catalog.events()) {
            if (!is_meant(event)) continue;
            const Span statement = statement_of(event);
            if (statement == last || !statement.valid()) continue;
            last = statement;
            if (!any) print("How it came to be, statement by statement\n");
            any = true;
            print("  {}\n    {}\n", place_of(statement), shortened(model_.sources.text(statement)));
        }
        if (any) out_ += '\n';
    }

    void policies_of(RelationId id) {
        const Relation& relation = model_.catalog[id];
        if (!relation.is_table()) return;
        const bool known = relation.rls || !relation.origin.assumed;
        print("Row security is {}{}",
              relation.rls ? "on"
              : known      ? "off"
                           : "not known: the table is created elsewhere",
              relation.force ? " and forced" : "");
        out_ += relation.policies.empty() ? ", and there is no policy\n\n" : "; its policies\n";
        for (const PolicyId policy : relation.policies)
            print_policy(policy);
        if (!relation.policies.empty()) out_ += '\n';
    }

    void print_policy(PolicyId id) {
        const Policy& policy = model_.catalog[id];
        std::vector<std::string> roles;
        for (const RoleId role : policy.roles)
            roles.push_back(model_.catalog.name_of(role));
        print("  {} ({}, for {}, to {}) {}\n", printable(policy.name.text()),
              policy.permissive ? "permissive" : "restrictive", lower_case(to_string(policy.command)),
              printable(fmt::format("{}", fmt::join(roles, ", "))), place_of(policy.name_span));
        print_clause("using", policy.using_clause);
        print_clause("with check", policy.check_clause);
    }

    void print_clause(std::string_view word, const BoundExpr& clause) {
        if (clause.present())
            print("    {} ({})\n", word, printable(in_one_line(model_.sources.text(clause.span()))));
    }

    void reach_of(RelationId id) {
        print("Who reaches it\n");
        for (const RoleId role : model_.reach.api_roles()) {
            for (const auto& [verb, action] : verbs)
                print_cell(role, verb, certain(model_, id, model_.access.cell(role, id, action)));
        }
        out_ += '\n';
    }

    void print_cell(RoleId role, std::string_view verb, const Cell& cell) {
        print("  {} {}: {} ({})", printable(model_.catalog.name_of(role)), verb, to_string(cell.verdict),
              to_string(cell.why));
        const bool depends = cell.verdict == Verdict::some || cell.verdict == Verdict::unknown;
        const std::string predicate = depends ? comes_down_to(role, cell) : "";
        if (!predicate.empty()) print(", where {}", printable(predicate));
        out_ += '\n';
    }

    /// What is asked of a row where this role asks for it.
    std::string comes_down_to(RoleId role, const Cell& cell) {
        const auto truth = [&](const BoundExpr& part) { return truth_for(model_, role, part); };
        const auto words = [&](const BoundExpr& part) {
            return in_one_line(model_.sources.text(part.span()));
        };
        const Simplifier by{decider_, truth, words};
        return predicate_text([&](const BoundExpr& clause) { return simplified(clause, by); }, cell);
    }

    static constexpr std::array<std::pair<std::string_view, Action>, 4> verbs{{{"selects", Action::select},
                                                                               {"inserts", Action::insert},
                                                                               {"updates", Action::update},
                                                                               {"deletes", Action::delete_}}};

    const Model& model_;
    Decider decider_;
    Places places_;
    std::string out_;
};

/// The live function of this name, as findings have it.
FunctionId function_called(const Catalog& catalog, std::string_view name) {
    for (std::uint32_t i = 0; i < catalog.functions().size(); ++i) {
        const FunctionId id{i};
        if (catalog[id].origin.live() && catalog.name_of(id) == name) return id;
    }
    return {};
}

} // namespace

std::string story_of(const Model& model, std::string_view subject) {
    Teller teller(model);
    constexpr std::string_view of_role = "role:";
    const std::string_view name = subject.substr(0, subject.find('/'));
    if (subject.starts_with(of_role)) {
        const std::string_view called = subject.substr(of_role.size());
        const RoleId role = called == "PUBLIC" ? public_role : model.catalog.find_role(Symbol(called));
        if (role.valid() || role == public_role) teller.tell_other(role);
    } else if (const FunctionId function = function_called(model.catalog, subject); function.valid()) {
        teller.tell_other(function);
    } else if (const RelationId relation = model.relation_called(Symbol(name)); relation.valid()) {
        teller.tell(relation);
    }
    return std::move(teller).text();
}

std::vector<std::string> subjects_of(const Model& model) {
    std::vector<std::string> subjects;
    for (const RelationId id : model.relations())
        subjects.push_back(model.catalog.name_of(id));
    for (const PolicyId id : model.policies())
        subjects.push_back(model.catalog.name_of(id));
    for (const FunctionId id : model.functions())
        subjects.push_back(model.catalog.name_of(id));
    for (const Role& role : model.catalog.roles()) {
        if (role.origin.live()) subjects.push_back(fmt::format("role:{}", role.name.text()));
    }
    return subjects;
}

std::string witness_of(const Finding& finding) {
    if (!finding.witness) return "";
    std::string text = fmt::format("A witness: {}", printable(finding.witness->role));
    for (const auto& [name, value] : finding.witness->settings)
        text += fmt::format(", {} = {}", printable(name), printable(value));
    return fmt::format("{}\n{}\n\n", text, printable(finding.witness->sql));
}

} // namespace rlslint
