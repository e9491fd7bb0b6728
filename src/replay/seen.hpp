#pragma once

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/text/symbol.hpp"

namespace rlslint::replaying {

/// Every name that the history has given one kind of object in a schema, and all that a schema has
/// ever held. It only grows, so a rollback need not touch it: what is live, the catalog knows. A name
/// in here that no live object bears is gone; one that is not in here may exist unseen.
template <class ObjectId> class Seen {
public:
    void add(SchemaId schema, Symbol schema_name, Symbol name, ObjectId id) {
        names_.insert(key(schema_name, name));
        held_[schema].push_back(id);
    }
    [[nodiscard]] bool has(Symbol schema_name, Symbol name) const {
        return names_.contains(key(schema_name, name));
    }
    /// Live or not, moved away or not, perhaps twice.
    [[nodiscard]] std::span<const ObjectId> held(SchemaId schema) const {
        const auto found = held_.find(schema);
        return found == held_.end() ? std::span<const ObjectId>{} : std::span{found->second};
    }

private:
    static std::uint64_t key(Symbol schema, Symbol name) {
        return (std::uint64_t{schema.id()} << 32) | name.id();
    }

    std::unordered_set<std::uint64_t> names_;
    std::unordered_map<SchemaId, std::vector<ObjectId>> held_;
};

/// The same for objects without a schema.
class SeenNames {
public:
    void add(Symbol name) { names_.insert(name); }
    [[nodiscard]] bool has(Symbol name) const { return names_.contains(name); }

private:
    std::unordered_set<Symbol> names_;
};

} // namespace rlslint::replaying
