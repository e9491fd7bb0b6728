#include "rlslint/catalog/acl.hpp"

#include <algorithm>

namespace rlslint {

PrivilegeSet Acl::held_by(RoleId grantee) const {
    PrivilegeSet held;
    for (const AclEntry& entry : entries) {
        if (entry.grantee == grantee) held |= entry.privileges;
    }
    return held;
}

const AclEntry* Acl::giving(RoleId grantee, Privilege privilege) const {
    const auto found = std::find_if(entries.rbegin(), entries.rend(), [&](const AclEntry& entry) {
        return entry.grantee == grantee && entry.privileges.has(privilege);
    });
    return found == entries.rend() ? nullptr : &*found;
}

void Acl::grant(AclEntry entry) {
    // The server keeps one item for each pair of grantee and grantor (aclupdate in acl.c).
    for (const AclEntry& old : entries) {
        if (old.grantee != entry.grantee || old.grantor != entry.grantor) continue;
        entry.privileges -= old.privileges;
        entry.grantable -= old.grantable;
    }
    if (!entry.privileges.empty() || !entry.grantable.empty()) entries.push_back(entry);
}

PrivilegeSet Acl::revoke(RoleId grantee, PrivilegeSet privileges, bool option_only, RoleId grantor) {
    PrivilegeSet taken;
    for (AclEntry& entry : entries) {
        if (entry.grantee != grantee || (grantor.valid() && entry.grantor != grantor)) continue;
        taken |= (option_only ? entry.grantable : entry.privileges) & privileges;
        entry.grantable -= privileges;
        if (!option_only) entry.privileges -= privileges;
    }
    std::erase_if(entries, [](const AclEntry& e) { return e.privileges.empty() && e.grantable.empty(); });
    return taken;
}

} // namespace rlslint
