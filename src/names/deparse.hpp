#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rlslint/names/deparse.hpp"

#include "types.hpp"

namespace rlslint::names {

/// Writes one clause. What it cannot write for sure ends it: then `sure` is false, and the text worth nothing.
class Deparse {
public:
    Deparse(const BindContext& context, const BoundExpr& clause)
        : context_(context), catalog_(context.catalog), tree_(*clause.tree), bindings_(*clause.bindings),
          types_(context, tree_, bindings_, derived_) {}

    [[nodiscard]] std::optional<std::string> condition(ExprId root);

private:
    struct Visitor;

    // -- deparse.cpp
    void write(ExprId id);
    void write_as(ExprId id, const TypeName* type);
    void condition_part(ExprId id);
    void constant(std::string_view value, const TypeName& type);
    void cast_to(ExprId id, const TypeName& type);
    void array_of(std::span<const ExprId> items, const TypeName& item);
    void list(std::span<const ExprId> items, const TypeName& type);
    void column(ExprId id);
    void call(ExprId id, const Call& call);
    void arguments(const Call& call, std::span<const TypeName* const> types);
    void case_of(ExprId id, const Case& c);
    void in_list(const InList& in);
    void array_compare(const ArrayCompare& compare);

    // -- deparse_operators.cpp
    void operation(std::string_view op, ExprId left, ExprId right);
    void accesses_json(std::string_view op, ExprId left, ExprId right);
    /// As what two operands are compared; null where that is not known.
    [[nodiscard]] std::pair<const TypeName*, const TypeName*> compared(ExprId left, ExprId right) const;
    [[nodiscard]] std::pair<const TypeName*, const TypeName*> compared(const TypeName* left,
                                                                       const TypeName* right) const;

    // -- deparse_query.cpp
    void sub_link(const SubLink& link);
    void query(QueryId id, bool one_column);
    void targets(const Select& select, bool one_column);
    void output(std::string_view name, bool first);
    void from(FromId id);
    void relation(FromId id, const FromItem& item);
    void name_entries(std::span<const FromId> from);
    [[nodiscard]] bool is_name_taken(const std::string& name) const;
    [[nodiscard]] const std::string* name_of(FromId id) const;

    // -- names
    [[nodiscard]] std::string type_name(const TypeName& type) const;
    [[nodiscard]] std::string relation_name(RelationId id) const;
    [[nodiscard]] std::string function_name(FunctionId id);
    [[nodiscard]] bool is_known(const TypeName& type) const;
    [[nodiscard]] bool is_enum(const TypeName& type) const;

    /// A new line before a word (appendContextKeyword).
    void keyword(std::string_view word, int before, int after, int plus);
    void unsure() { sure_ = false; }

    const BindContext& context_;
    const Catalog& catalog_;
    const Tree& tree_;
    const Bindings& bindings_;
    IdMap<FromId, const Derived*> derived_;
    Types types_;
    std::string out_;
    bool sure_ = true;
    int indent_ = 0;
    int queries_ = 0; ///< around what is being written
    std::vector<std::pair<FromId, std::string>> entries_;
};

[[nodiscard]] bool is(const TypeName* type, std::string_view name);

} // namespace rlslint::names
