#include <algorithm>
#include <optional>
#include <variant>

#include "rlslint/access/narrowing.hpp"

#include "decision.hpp"
#include "expansion.hpp"
#include "updatable.hpp"

namespace rlslint {
namespace {

Cell decided(Verdict verdict, Why why) {
    Cell cell;
    cell.verdict = verdict;
    cell.why = why;
    return cell;
}

/// WITH CHECK OPTION.
bool has_check_option(const Relation& view) {
    return std::any_of(view.options.begin(), view.options.end(),
                       [](const Option& option) { return option.name.text() == "check_option"; });
}

bool is_update(Action action) {
    return action == Action::update || action == Action::update_new || action == Action::blind_update;
}

bool is_blind(Action action) { return action == Action::blind_update || action == Action::blind_delete; }

/// No column listed: all of them.
bool lists(const std::vector<ColumnNumber>& columns, ColumnNumber column) {
    return columns.empty() || std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// Those of the view's columns through which one beneath it may be written that is among `granted`.
std::vector<ColumnNumber> written_through(const BoundQuery& query, const std::vector<ColumnNumber>& granted) {
    const std::vector<ColumnNumber> beneath = columns_beneath(query);
    std::vector<ColumnNumber> written;
    for (std::size_t i = 0; i < beneath.size(); ++i)
        if (beneath[i] != whole_row && lists(granted, beneath[i]))
            written.push_back(static_cast<ColumnNumber>(i));
    return written;
}

} // namespace

Cell Decision::on_view(RelationId view, Action action) {
    const Relation& target = catalog_[view];
    if (!target.query.present()) return decided(Verdict::unknown, Why::unmodelled);
    const RoleId as = reader_beneath(target, asker_.caller.role);
    if (action == Action::select) {
        Cell cell = select_from(target.query, as);
        cell.columns.clear(); // those of what it reads
        return cell;
    }
    if (is_rewritten(catalog_, target)) return decided(Verdict::unknown, Why::unmodelled);
    const RelationId base = updated_through(catalog_, target.query);
    const bool deletes = action == Action::delete_ || action == Action::blind_delete;
    const bool writable = deletes || !written_through(target.query, {}).empty();
    if (!base.valid() || !writable) return decided(Verdict::none, Why::no_privilege);
    Cell cell = access_.decide({asker_.caller, as}, base, action);
    // An UPDATE sets some column; an INSERT may set none.
    if (!deletes && !cell.columns.empty()) {
        cell.columns = written_through(target.query, cell.columns);
        if (is_update(action) && cell.columns.empty()) return decided(Verdict::none, Why::no_privilege);
    }
    // What the view does not show can be inserted through it all the same.
    const bool unchecked = action == Action::insert && !has_check_option(target);
    if (cell.verdict != Verdict::all || unchecked) return cell;
    Circumstances known = circumstances(as);
    // A blind statement does not ask whether the rows beneath may be read.
    if (is_blind(action))
        known.sees_nothing = [base, reads = known.sees_nothing](RoleId role, RelationId relation) {
            return relation != base && reads(role, relation);
        };
    if (gives_nothing(known, catalog_, access_.platform_, target.query))
        return decided(Verdict::none, Why::policy);
    return keeps_apart(target.query) ? decided(Verdict::some, Why::policy) : cell;
}

bool Decision::keeps_apart(const BoundQuery& query) const {
    return keeps_rows_apart(catalog_, access_.platform_, access_.bodies(), query, asker_.caller);
}

/// The rows of a view are those that it would have without row security.
Cell Decision::select_from(const BoundQuery& query, RoleId as) {
    std::optional<Cell> part;
    for (const auto& [from, relation] : query.bindings->relations) {
        if (!relation.valid()) return decided(Verdict::unknown, Why::partial_object);
        const Cell& base = access_.decide({asker_.caller, as}, relation, Action::select);
        const bool fails = base.verdict == Verdict::none && base.why == Why::no_privilege;
        if (fails) return base;
        if (reads_ungranted(*query.bindings, relation, as)) return decided(Verdict::none, Why::no_privilege);
        if (base.verdict == Verdict::unknown)
            part = base;
        else if (base.verdict != Verdict::all && (!part || part->verdict != Verdict::unknown))
            part = base;
        else if (!part)
            part = base;
    }
    if (gives_nothing(circumstances(as), catalog_, access_.platform_, query))
        return decided(Verdict::none, part ? part->why : Why::policy);
    // The planner may drop the call, or the statement fails.
    if (calls_refused(*query.bindings)) return decided(Verdict::unknown, Why::unmodelled);
    if (!part)
        return keeps_apart(query) ? decided(Verdict::unknown, Why::unmodelled)
                                  : decided(Verdict::all, Why::rls_off);
    if (part->verdict == Verdict::all && keeps_apart(query)) return decided(Verdict::some, Why::policy);
    // Of several relations one may be empty for the role, and rows be there all the same.
    if (part->verdict == Verdict::none) return decided(Verdict::unknown, Why::unmodelled);
    return *part;
}

} // namespace rlslint
