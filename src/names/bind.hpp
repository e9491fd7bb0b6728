#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rlslint/names/binder.hpp"
#include "rlslint/sql/work_list.hpp"

#include "namespace.hpp"

namespace rlslint::names {

/// Binds one tree. Expressions are walked with a list of what is still to do; queries, whose
/// nesting the parser limits, by recursion. The order is that of the server's analysis, so the
/// first complaint is the one that the server would make.
class Bind {
public:
    Bind(const BindContext& context, const Tree& tree);

    Bindings expression(ExprId root);
    Bindings query(QueryId root);

private:
    // -- bind_expr.cpp
    void bind(ExprId root);
    void bind(ExprList list);
    void visit(ExprId id);
    void bind_column(ExprId id, const ColumnRef& ref);
    void bind_unqualified(ExprId id, Symbol name);
    void bind_qualified(ExprId id, const ColumnRef& ref);
    void bind_row(ExprId id, Place place);
    void bind_call(ExprId id, const Call& call);
    [[nodiscard]] std::optional<Place> find_qualifier(ExprId id, const ColumnRef& ref);
    [[nodiscard]] bool may_be_argument(Symbol name) const;

    // -- bind_from.cpp
    void bind_from(std::span<const FromId> list);
    void bind_item(FromId id);
    void bind_item(FromId id, const FromItem& item, const FromRelation& relation);
    void bind_item(FromId id, const FromItem& item, const FromQuery& query);
    void bind_item(FromId id, const FromItem& item, const FromFunction& function);
    void bind_item(FromId id, const FromItem& item, const FromJoin& join);
    void add_entry(Entry entry, Span span);
    void add_derived(FromId id, const FromItem& item, Derived* derived);
    [[nodiscard]] RelationId find_relation(const QualifiedName& name);
    [[nodiscard]] const Derived* find_cte(Symbol name) const;

    // -- bind_join.cpp
    /// The entries that one side of a join has brought.
    struct Side {
        std::uint32_t begin;
        std::uint32_t end;
    };
    void merge(Symbol column, const FromJoin& join, Side left, Side right);
    void require_column(Symbol column, Side side, std::string_view which, Span span);
    [[nodiscard]] bool has_column(Side side, Symbol column) const;
    [[nodiscard]] std::vector<Symbol> merged_columns(const FromJoin& join) const;
    void note_joined(Symbol column, Side side);
    void add_join_alias(FromId id, const FromItem& item, Side sides);
    void add_using_alias(FromId id, const FromItem& item, const FromJoin& join);

    // -- bind_star.cpp
    /// A column that `*` stands for: what it is called and what it is bound to.
    struct StarColumn {
        DerivedColumn column;
        BoundColumn bound;
    };
    void bind_star(ExprId id, const ColumnRef& ref, std::span<const FromId> from, Derived* out);
    bool expand(FromId id, std::vector<StarColumn>& out) const;
    bool expand_join(const FromJoin& join, std::vector<StarColumn>& out) const;
    bool expand_entry(Place place, std::vector<StarColumn>& out) const;

    // -- bind_query.cpp
    /// Binds a query in a scope of its own. `out`, where it is not null, takes its output columns.
    void bind_query(QueryId id, Derived* out);
    void bind_node(QueryId id, const Select& select, Derived* out);
    void bind_node(QueryId id, const Values& values, Derived* out);
    void bind_node(QueryId id, const SetOperation& operation, Derived* out);
    void bind_node(QueryId id, const Insert& insert, Derived* out);
    void bind_node(QueryId id, const Update& update, Derived* out);
    void bind_node(QueryId id, const Delete& del, Derived* out);
    void bind_node(QueryId id, const Merge& merge, Derived* out);
    void bind_with(const WithClause& with);
    void bind_targets(std::span<const Target> targets, std::span<const FromId> from, Derived* out);
    void bind_assignments(std::span<const Target> set);
    void bind_order(ExprList list, const Select& select);
    void bind_groups(ExprList list, const Select& select);
    std::uint32_t add_target(QueryId id, const QualifiedName& target, Symbol alias);

    Derived* new_derived();
    void complain(Span span, std::string_view sqlstate, std::string message);
    /// Settles what types decide, when all columns are bound. `outputs` are a query's.
    Bindings finish(const Derived* outputs);
    void settle_outputs(const Derived& outputs, const class Types& types);

    const BindContext& context_;
    const Catalog& catalog_;
    const Tree& tree_;
    Namespace names_;
    Bindings result_;
    std::vector<std::pair<ExprId, BoundColumn>> columns_;
    WorkList<ExprId> pending_;                      ///< expressions still to be visited
    std::vector<FunctionId> candidates_;            ///< of the call at hand
    std::vector<ExprId> overloaded_;                ///< calls that only types can settle
    std::vector<ExprId> typed_;                     ///< what only fits some types
    std::vector<std::pair<Symbol, Derived*>> ctes_; ///< in reach, the innermost's last
    std::vector<std::unique_ptr<Derived>> derived_; ///< all that were made: types are asked for at the end
    IdMap<FromId, const Derived*> derived_of_;
};

} // namespace rlslint::names
