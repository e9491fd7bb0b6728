#include "rlslint/access/pattern.hpp"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace rlslint {
namespace {

constexpr Action writes[] = {Action::insert, Action::update, Action::blind_update, Action::delete_,
                             Action::blind_delete};
constexpr Action every[] = {Action::select,  Action::insert,       Action::update,
                            Action::delete_, Action::blind_update, Action::blind_delete};

class Look {
public:
    Look(const RowAccess& access, const Catalog& catalog, const Platform& platform, const Reach& reach,
         RelationId relation)
        : access_(access), catalog_(catalog), platform_(platform), reach_(reach), relation_(relation) {}

    [[nodiscard]] Pattern pattern() const {
        const auto clients = reach_.api_roles();
        const auto anonymous = reach_.anonymous_roles();
        if (gives(anonymous, writes, Verdict::all)) return Pattern::open;
        if (gives(clients, writes, Verdict::all)) return Pattern::authenticated_write;
        const bool reached = gives(clients, every, Verdict::all) || gives(clients, every, Verdict::some);
        if (!reached) {
            if (gives(clients, every, Verdict::unknown)) return Pattern::custom;
            return served() ? Pattern::service_only : Pattern::closed;
        }
        const Action read[] = {Action::select};
        if (gives(anonymous, read, Verdict::all)) return Pattern::public_read;
        return by_clauses();
    }

private:
    [[nodiscard]] bool gives(std::span<const RoleId> roles, std::span<const Action> actions,
                             Verdict verdict) const {
        return std::any_of(roles.begin(), roles.end(), [&](RoleId role) {
            return std::any_of(actions.begin(), actions.end(), [&](Action action) {
                return access_.cell(role, relation_, action).verdict == verdict;
            });
        });
    }

    [[nodiscard]] bool served() const {
        std::vector<RoleId> services;
        for (const Symbol name : platform_.service_roles) {
            const RoleId role = catalog_.find_role(name);
            if (role.valid()) services.push_back(role);
        }
        return gives(services, every, Verdict::all) || gives(services, every, Verdict::some);
    }

    /// What the permissive clauses compare that open rows to some clients.
    [[nodiscard]] Pattern by_clauses() const {
        ClauseShape all;
        for (const RoleId role : reach_.api_roles()) {
            const Cell cell = access_.cell(role, relation_, Action::select);
            for (const Gate& gate : cell.gates) {
                for (const PolicyClause& part : gate.permissive)
                    add(part, all);
            }
        }
        if (all.own)
            return all.session || all.membership || all.tenant ? Pattern::role_or_own : Pattern::own_data;
        if (all.tenant) return Pattern::tenant;
        return all.membership ? Pattern::membership : Pattern::custom;
    }

    void add(const PolicyClause& part, ClauseShape& all) const {
        if (part.clause == nullptr || part.truth == Truth::never) return;
        const ClauseShape one = shape_of(catalog_, platform_, *part.clause);
        all.own = all.own || one.own;
        all.tenant = all.tenant || one.tenant;
        all.membership = all.membership || one.membership;
        all.session = all.session || one.session;
    }

    const RowAccess& access_;
    const Catalog& catalog_;
    const Platform& platform_;
    const Reach& reach_;
    RelationId relation_;
};

} // namespace

std::string_view to_string(Pattern pattern) {
    switch (pattern) {
    case Pattern::own_data: return "own-data";
    case Pattern::role_or_own: return "role-or-own";
    case Pattern::tenant: return "tenant";
    case Pattern::membership: return "membership";
    case Pattern::public_read: return "public-read";
    case Pattern::authenticated_write: return "authenticated-write";
    case Pattern::service_only: return "service-only";
    case Pattern::open: return "open";
    case Pattern::closed: return "closed";
    case Pattern::custom: break;
    }
    return "custom";
}

Pattern pattern_of(const RowAccess& access, const Catalog& catalog, const Platform& platform,
                   const Reach& reach, RelationId relation) {
    return Look{access, catalog, platform, reach, relation}.pattern();
}

bool confined_to(const ClauseShape& ways, const Catalog& catalog, const Platform& platform,
                 const Cell& cell) {
    const auto is_confined = [&](const PolicyClause& part) {
        if (part.truth == Truth::never) return true;
        return part.clause != nullptr && confined_to(ways, catalog, platform, *part.clause);
    };
    return std::any_of(cell.gates.begin(), cell.gates.end(), [&](const Gate& gate) {
        return std::all_of(gate.permissive.begin(), gate.permissive.end(), is_confined) ||
               std::any_of(gate.restrictive.begin(), gate.restrictive.end(), is_confined);
    });
}

} // namespace rlslint
