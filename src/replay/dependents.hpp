#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint::replaying {

/// Anything that can depend on something else, or be depended on: pg_depend's (classid, objid,
/// objsubid).
struct Object {
    enum class Kind : std::uint8_t {
        relation,
        column,
        default_value,
        constraint,
        rule,
        policy,
        index,
        trigger,
        function,
        type,
        attribute, ///< of a composite type
        schema,
    };
    Kind kind;
    std::uint32_t id = 0;
    std::uint32_t part = 0; ///< a column's number; a constraint's or rule's name, by its symbol's number

    Object(RelationId relation) : kind(Kind::relation), id(relation.value) {}
    Object(PolicyId policy) : kind(Kind::policy), id(policy.value) {}
    Object(IndexId index) : kind(Kind::index), id(index.value) {}
    Object(TriggerId trigger) : kind(Kind::trigger), id(trigger.value) {}
    Object(FunctionId function) : kind(Kind::function), id(function.value) {}
    Object(TypeId type) : kind(Kind::type), id(type.value) {}
    Object(SchemaId schema) : kind(Kind::schema), id(schema.value) {}

    static Object column(RelationId relation, ColumnNumber number) {
        return {Kind::column, relation.value, number};
    }
    static Object default_value(RelationId relation, ColumnNumber number) {
        return {Kind::default_value, relation.value, number};
    }
    static Object attribute(TypeId type, ColumnNumber number) {
        return {Kind::attribute, type.value, number};
    }
    static Object rule(RelationId relation, Symbol name) { return {Kind::rule, relation.value, name.id()}; }
    static Object constraint(RelationId relation, Symbol name) {
        return {Kind::constraint, relation.value, name.id()};
    }

    friend auto operator<=>(const Object&, const Object&) = default;

private:
    Object(Kind k, std::uint32_t object, std::uint32_t its_part) : kind(k), id(object), part(its_part) {}
};

struct ObjectHash {
    std::size_t operator()(const Object& o) const noexcept {
        const std::uint64_t key = (std::uint64_t{o.id} << 32) | o.part;
        return static_cast<std::size_t>((key + static_cast<std::uint64_t>(o.kind)) * 0x9E3779B97F4A7C15U);
    }
};

/// For each relation, function and type the objects that have ever referred to it. It only grows, so
/// a rollback need not touch it: whether an object still refers to it, the catalog says.
class Dependents {
public:
    void add(const Object& on, const Object& dependent) {
        std::vector<Object>& known = of_[on];
        if (known.empty() || known.back() != dependent) known.push_back(dependent);
    }
    /// What the names in a clause mean.
    void add(const Bindings& bindings, const Object& dependent);

    [[nodiscard]] std::span<const Object> of(const Object& on) const {
        const auto found = of_.find(on);
        return found == of_.end() ? std::span<const Object>{} : std::span{found->second};
    }

private:
    std::unordered_map<Object, std::vector<Object>, ObjectHash> of_;
};

} // namespace rlslint::replaying
