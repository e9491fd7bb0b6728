#pragma once

#include <optional>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/eval/value.hpp"

/// Object identifiers for the objects of the catalog. Their numbers are ours: they can be compared and
/// looked up, but a text made of one is unknown.
namespace rlslint::replaying::dynamic {

enum class Class : std::uint8_t { relation, index, role, schema, function, type, publication, clause };

/// Those of the system catalogs are the same on every server.
inline constexpr std::int64_t pg_type_oid = 1247, pg_proc_oid = 1255, pg_class_oid = 1259,
                              pg_namespace_oid = 2615, pg_trigger_oid = 2620, pg_policy_oid = 3256;

inline constexpr std::int64_t first_oid = 1'000'000;

[[nodiscard]] inline std::int64_t oid(Class of, std::uint32_t id) {
    return first_oid + std::int64_t{id} * 8 + static_cast<std::int64_t>(of);
}
[[nodiscard]] inline std::int64_t oid(RelationId id) { return oid(Class::relation, id.value); }
[[nodiscard]] inline std::int64_t oid(IndexId id) { return oid(Class::index, id.value); }
[[nodiscard]] inline std::int64_t oid(RoleId id) {
    return id == public_role ? 0 : oid(Class::role, id.value);
}
[[nodiscard]] inline std::int64_t oid(SchemaId id) { return oid(Class::schema, id.value); }
[[nodiscard]] inline std::int64_t oid(FunctionId id) { return oid(Class::function, id.value); }
[[nodiscard]] inline std::int64_t oid(TypeId id) { return oid(Class::type, id.value); }
[[nodiscard]] inline std::int64_t oid(PublicationId id) { return oid(Class::publication, id.value); }

/// A policy's clause as pg_policy has it: a tree, which pg_get_expr makes a text of.
[[nodiscard]] inline eval::Value clause_value(PolicyId id, bool check) {
    return eval::Value::object(oid(Class::clause, id.value * 2 + (check ? 1 : 0)), "pg_node_tree");
}

template <class IdType> [[nodiscard]] eval::Value oid_value(IdType id) {
    return id.valid() ? eval::Value::object(oid(id), "oid") : eval::Value::object(0, "oid");
}

/// The object of that class that a number stands for; none where it is none of ours.
[[nodiscard]] inline std::optional<std::uint32_t> id_of(Class of, std::int64_t number) {
    const std::int64_t n = number - first_oid;
    if (n < 0 || n % 8 != static_cast<std::int64_t>(of)) return std::nullopt;
    return static_cast<std::uint32_t>(n / 8);
}

} // namespace rlslint::replaying::dynamic
