#include "dynamic_variables.hpp"

#include <fmt/format.h>

namespace rlslint::replaying::dynamic {

Variable* Variables::find(Symbol name) {
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block)
        for (Variable& variable : block->variables)
            if (variable.name == name) return &variable;
    return nullptr;
}

/// The last one of the outermost block, behind the parameters.
Variable* Variables::found() { return blocks_.empty() ? nullptr : &blocks_.front().variables.back(); }

Variable* Variables::find(Symbol label, Symbol name) {
    for (auto block = blocks_.rbegin(); block != blocks_.rend(); ++block) {
        if (block->label != label) continue;
        for (Variable& variable : block->variables)
            if (variable.name == name) return &variable;
    }
    return nullptr;
}

std::optional<eval::Value> Variables::value(const ColumnRef& name) {
    if (name.qualifier.empty()) {
        const Variable* variable = find(name.name);
        return variable != nullptr ? std::optional{variable->value} : std::nullopt;
    }
    if (const Variable* record = find(name.qualifier)) {
        if (record->value.failed()) return record->value;
        if (const eval::Value* field = record->value.field(name.name)) return *field;
        if (record->value.kind == eval::Value::Kind::record)
            return eval::Value::error("42703", fmt::format("record \"{}\" has no field \"{}\"",
                                                           name.qualifier.text(), name.name.text()));
        return eval::Value::unknown("a field of what is no record");
    }
    const Variable* variable = find(name.qualifier, name.name);
    return variable != nullptr ? std::optional{variable->value} : std::nullopt;
}

} // namespace rlslint::replaying::dynamic
