#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rlslint/eval/environment.hpp"
#include "rlslint/sql/expr.hpp"

namespace rlslint::replaying::dynamic {

struct Variable {
    Symbol name;
    eval::Value value;
    std::optional<TypeName> type; ///< that values are cast to; none: as they come
    bool scalar = false;          ///< it holds a value, not a row
    bool constant = false;
    bool not_null = false;
};

/// The variables of a routine's blocks, the innermost last.
class Variables {
public:
    void enter(Symbol label) { blocks_.push_back({label, {}}); }
    void leave() { blocks_.pop_back(); }
    void add(Variable variable) { blocks_.back().variables.push_back(std::move(variable)); }

    [[nodiscard]] Variable* find(Symbol name);
    /// FOUND, which a routine may declare another variable over; null where there is none.
    [[nodiscard]] Variable* found();
    /// The variable of a labelled block.
    [[nodiscard]] Variable* find(Symbol label, Symbol name);
    /// What `a`, `record.field` or `label.a` stand for in an expression.
    [[nodiscard]] std::optional<eval::Value> value(const ColumnRef& name);

private:
    struct Block {
        Symbol label;
        std::vector<Variable> variables;
    };

    std::vector<Block> blocks_;
};

} // namespace rlslint::replaying::dynamic
