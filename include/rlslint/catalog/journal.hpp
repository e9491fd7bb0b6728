#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "rlslint/catalog/objects.hpp"

/// How a Catalog remembers what it was, so that a transaction can be rolled back: each object that
/// was changed as it was before, and how many there were of each kind.
namespace rlslint::detail {

/// The place of a kind of object in arrays of one number a kind.
constexpr std::size_t place(RoleId) { return 0; }
constexpr std::size_t place(SchemaId) { return 1; }
constexpr std::size_t place(RelationId) { return 2; }
constexpr std::size_t place(PolicyId) { return 3; }
constexpr std::size_t place(FunctionId) { return 4; }
constexpr std::size_t place(TypeId) { return 5; }
constexpr std::size_t place(IndexId) { return 6; }
constexpr std::size_t place(TriggerId) { return 7; }
constexpr std::size_t place(PublicationId) { return 8; }
inline constexpr std::size_t object_kinds = 9;

/// How much a catalog held.
struct Sizes {
    std::array<std::size_t, object_kinds> objects{};
    std::size_t memberships = 0;
    std::size_t events = 0;
};

/// An object as it was. `stamp`: of the mark under which it had last been saved before.
template <class IdType, class Object> struct Saved {
    IdType id;
    Object before;
    std::uint32_t stamp = 0;
};

class Journal {
public:
    using Change =
        std::variant<Saved<RoleId, Role>, Saved<SchemaId, Schema>, Saved<RelationId, Relation>,
                     Saved<PolicyId, Policy>, Saved<FunctionId, Function>, Saved<TypeId, Type>,
                     Saved<IndexId, Index>, Saved<TriggerId, Trigger>, Saved<PublicationId, Publication>,
                     std::vector<Membership>, std::vector<DefaultPrivileges>, std::vector<EventTrigger>,
                     std::vector<Extension>>;

    std::size_t mark(const Sizes& sizes);
    [[nodiscard]] std::size_t mark_count() const { return marks_.size(); }

    /// Forgets a mark and those after it. What the mark before needs is kept.
    void release(std::size_t mark);

    /// Hands what was changed since a mark to `restore`, the latest first, and forgets the mark and
    /// those after it. Returns the sizes at the mark.
    template <class Restore> Sizes undo(std::size_t mark, const Restore& restore) {
        const Mark to = marks_[mark];
        while (changes_.size() > to.changes) {
            unstamp(changes_.back());
            std::visit(restore, changes_.back());
            changes_.pop_back();
        }
        marks_.resize(mark);
        return to.sizes;
    }

    /// Saves what is about to change, unless it was saved or made since the latest mark.
    template <class IdType, class Object> void save(IdType id, const Object& object) {
        if (marks_.empty() || id.value >= marks_.back().sizes.objects[place(id)]) return;
        std::vector<std::uint32_t>& stamps = stamps_[place(id)];
        if (id.value >= stamps.size()) stamps.resize(id.value + 1);
        std::uint32_t& stamp = stamps[id.value];
        if (stamp >= marks_.back().number) return;
        changes_.push_back(Saved<IdType, Object>{id, object, stamp});
        stamp = marks_.back().number;
    }
    /// Small lists, saved whole.
    template <class Item> void save(const std::vector<Item>& list) {
        if (!marks_.empty()) changes_.push_back(list);
    }

private:
    struct Mark {
        Sizes sizes;
        std::size_t changes = 0;
        std::uint32_t number = 0; ///< counts up, over all marks there ever were
    };

    void unstamp(const Change& change);

    std::vector<Mark> marks_;
    std::vector<Change> changes_;
    std::array<std::vector<std::uint32_t>, object_kinds>
        stamps_; ///< by object: the number of a mark; 0 for none
    std::uint32_t last_number_ = 0;
};

} // namespace rlslint::detail
