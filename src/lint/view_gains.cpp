#include "rlslint/lint/view_gains.hpp"

#include <algorithm>
#include <utility>

#include "rlslint/access/narrowing.hpp"

namespace rlslint {
namespace {

/// More rows, for certain: the policies would have kept some of them, or all.
bool is_more(const Cell& through, const Cell& direct) {
    if (through.verdict == Verdict::some) return direct.verdict == Verdict::none;
    if (through.verdict != Verdict::all) return false;
    const bool undecided = direct.verdict == Verdict::unknown && direct.why != Why::unmodelled;
    return direct.verdict != Verdict::all && !undecided;
}

constexpr std::pair<Action, Privilege> writes[] = {{Action::insert, Privilege::insert},
                                                   {Action::update, Privilege::update},
                                                   {Action::delete_, Privilege::delete_}};

/// What a role gains on one table by the view.
PrivilegeSet gained(const Model& model, RoleId role, RelationId view, const Beneath& door) {
    PrivilegeSet result;
    const RoleId as = door.as_owner ? model.catalog[door.named_by].owner : role;
    const auto direct = [&](Action action) { return model.access.cell(role, door.relation, action); };
    const bool reads = model.access.cell(role, view, Action::select).verdict != Verdict::none;
    if (reads &&
        is_more(model.access.cell_as(as, role, door.relation, Action::select), direct(Action::select)))
        result |= Privilege::select;
    if (written_through(model.catalog, view) != door.relation) return result;
    for (const auto& [action, privilege] : writes) {
        if (is_more(model.access.cell(role, view, action), direct(action))) result |= privilege;
    }
    return result;
}

std::vector<Holder> gaining(const Model& model, RelationId view, const Beneath& door) {
    std::vector<Holder> clients;
    for (const Holder& client : clients_reaching(model, view)) {
        const PrivilegeSet more = gained(model, client.role, view, door) & client.privileges;
        if (!more.empty()) clients.push_back({client.role, more});
    }
    return clients;
}

/// A view on the way keeps rows apart by who is asking.
bool is_narrowed(const Model& model, const Beneath& door) {
    return std::any_of(door.path.begin(), door.path.end(), [&](RelationId view) {
        return keeps_rows_apart(model.catalog, model.platform, model.access.bodies(),
                                model.catalog[view].query);
    });
}

} // namespace

bool Gain::weighs_less() const {
    return narrowed && std::all_of(clients.begin(), clients.end(), [](const Holder& client) {
               return client.privileges == Privilege::select;
           });
}

std::vector<Gain> gains_by(const Model& model, RelationId view) {
    std::vector<Gain> gains;
    for (const Beneath& door : beneath(model.catalog, view)) {
        const Relation& table = model.catalog[door.relation];
        const bool known = std::any_of(gains.begin(), gains.end(),
                                       [&](const Gain& gain) { return gain.door.relation == door.relation; });
        if (known || !door.as_owner || !door.shown || !table.rls || model.listed_public(door.relation))
            continue;
        std::vector<Holder> clients = gaining(model, view, door);
        if (!clients.empty()) gains.push_back({door, std::move(clients), is_narrowed(model, door)});
    }
    std::stable_sort(gains.begin(), gains.end(),
                     [](const Gain& a, const Gain& b) { return !a.weighs_less() && b.weighs_less(); });
    return gains;
}

} // namespace rlslint
