#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rlslint {

/// The privileges of PostgreSQL (src/include/utils/acl.h), each a bit. MAINTAIN is 17's.
enum class Privilege : std::uint32_t {
    insert = 1u << 0,
    select = 1u << 1,
    update = 1u << 2,
    delete_ = 1u << 3,
    truncate = 1u << 4,
    references = 1u << 5,
    trigger = 1u << 6,
    execute = 1u << 7,
    usage = 1u << 8,
    create = 1u << 9,
    temporary = 1u << 10,
    connect = 1u << 11,
    set = 1u << 12,
    alter_system = 1u << 13,
    maintain = 1u << 14,
};

/// A set of privileges.
class PrivilegeSet {
public:
    constexpr PrivilegeSet() = default;
    constexpr PrivilegeSet(Privilege p) : bits_(static_cast<std::uint32_t>(p)) {}

    [[nodiscard]] constexpr bool has(Privilege p) const {
        return (bits_ & static_cast<std::uint32_t>(p)) != 0;
    }
    [[nodiscard]] constexpr bool has_any(PrivilegeSet other) const { return (bits_ & other.bits_) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }

    friend constexpr PrivilegeSet operator|(PrivilegeSet a, PrivilegeSet b) {
        return from_bits(a.bits_ | b.bits_);
    }
    friend constexpr PrivilegeSet operator&(PrivilegeSet a, PrivilegeSet b) {
        return from_bits(a.bits_ & b.bits_);
    }
    friend constexpr PrivilegeSet operator-(PrivilegeSet a, PrivilegeSet b) {
        return from_bits(a.bits_ & ~b.bits_);
    }
    constexpr PrivilegeSet& operator|=(PrivilegeSet o) {
        bits_ |= o.bits_;
        return *this;
    }
    constexpr PrivilegeSet& operator-=(PrivilegeSet o) {
        bits_ &= ~o.bits_;
        return *this;
    }
    friend constexpr bool operator==(PrivilegeSet, PrivilegeSet) = default;

    [[nodiscard]] static constexpr PrivilegeSet from_bits(std::uint32_t bits) {
        PrivilegeSet s;
        s.bits_ = bits;
        return s;
    }

private:
    std::uint32_t bits_ = 0;
};

constexpr PrivilegeSet operator|(Privilege a, Privilege b) { return PrivilegeSet{a} | PrivilegeSet{b}; }

/// SELECT, INSERT, UPDATE, DELETE: those that row security applies to.
inline constexpr PrivilegeSet row_privileges =
    PrivilegeSet{Privilege::select} | Privilege::insert | Privilege::update | Privilege::delete_;

/// Every privilege in the order of PostgreSQL's bits, for loops over a set.
inline constexpr Privilege all_privileges[] = {
    Privilege::insert,   Privilege::select,       Privilege::update,    Privilege::delete_,
    Privilege::truncate, Privilege::references,   Privilege::trigger,   Privilege::execute,
    Privilege::usage,    Privilege::create,       Privilege::temporary, Privilege::connect,
    Privilege::set,      Privilege::alter_system, Privilege::maintain};

/// As aclexplode prints it: "SELECT", "ALTER SYSTEM".
[[nodiscard]] std::string_view to_string(Privilege privilege);

/// From a word of GRANT, in any case; TEMP is TEMPORARY.
[[nodiscard]] std::optional<Privilege> parse_privilege(std::string_view word);

} // namespace rlslint
