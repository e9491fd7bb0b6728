#include "rlslint/access/through.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include "rlslint/access/beneath.hpp"

namespace rlslint {
namespace {

constexpr std::size_t most_hops = 16;

bool is_trigger_function(const Function& function) {
    return function.returns &&
           (function.returns->name.text() == "trigger" || function.returns->name.text() == "event_trigger");
}

class Search {
public:
    Search(const Doorways& from, std::span<const RoleId> roles, bool of_profile)
        : from_(from), catalog_(from.catalog), roles_(roles), of_profile_(of_profile) {}

    std::vector<Door> all() {
        for (std::uint32_t i = 0; i < catalog_.relations().size(); ++i) {
            const Relation& view = catalog_[RelationId{i}];
            if ((view.is_view() || view.kind == 'm') && is_asked_for(view.origin))
                through_view(RelationId{i});
        }
        for (std::uint32_t i = 0; i < catalog_.functions().size(); ++i) {
            const Function& function = catalog_[FunctionId{i}];
            if (function.security_definer && is_asked_for(function.origin) && !is_trigger_function(function))
                through_function(FunctionId{i});
        }
        return std::move(doors_);
    }

private:
    [[nodiscard]] bool is_asked_for(const Origin& origin) const {
        return origin.live() && !origin.assumed && (of_profile_ || !origin.profile);
    }

    // ---- views

    void through_view(RelationId view) {
        seen_ = {view};
        descend(view, {view});
        const RelationId written = written_through(catalog_, view);
        if (!written.valid()) return;
        for (const Action action : {Action::insert, Action::update, Action::delete_}) {
            for (const RoleId role : roles_)
                add({written, role, action, {view}, {}, from_.cell(role, view, action).verdict});
        }
    }

    /// The first path to each relation on the way is told.
    void descend(RelationId view, const std::vector<RelationId>& path) {
        const Relation& through = catalog_[view];
        if (!through.query.present() || path.size() > most_hops) return;
        for (const auto& [from, relation] : through.query.bindings->relations) {
            if (!relation.valid() || !seen_.insert(relation).second) continue;
            for (const RoleId role : roles_)
                add({relation, role, Action::select, path, {}, shown(role, path)});
            std::vector<RelationId> further = path;
            further.push_back(relation);
            descend(relation, further);
        }
    }

    [[nodiscard]] Verdict shown(RoleId role, const std::vector<RelationId>& path) const {
        const Verdict verdict = from_.cell(role, path.front(), Action::select).verdict;
        const bool whole = std::all_of(path.begin(), path.end(), [&](RelationId view) {
            return shows_all_rows(catalog_[view]) && owner_sees_all(catalog_[view]);
        });
        return verdict == Verdict::all && !whole ? Verdict::some : verdict;
    }

    /// A view of one relation without any condition.
    static bool shows_all_rows(const Relation& view) {
        const auto* select = std::get_if<Select>(&(*view.query.tree)[view.query.root].node);
        return select != nullptr && !select->where.valid() && select->from.size() == 1 &&
               view.query.bindings->relations.size() == 1 && !select->limit.valid() &&
               !select->offset.valid() && select->with.empty();
    }

    /// What is stored was read as the owner.
    [[nodiscard]] bool owner_sees_all(const Relation& view) const {
        if (view.kind != 'm') return true;
        return std::all_of(view.query.bindings->relations.begin(), view.query.bindings->relations.end(),
                           [&](const auto& entry) {
                               return entry.second.valid() &&
                                      from_.access.cell(view.owner, entry.second, Action::select).verdict ==
                                          Verdict::all;
                           });
    }

    // ---- functions

    void through_function(FunctionId id) {
        const Function& function = catalog_[id];
        for (const TableUse& use : from_.routines.of(id).uses) {
            const bool reads = use.privilege == Privilege::select;
            if (reads && !use.returned) continue;
            const RoleId as = use.as.valid() ? use.as : function.owner;
            for (const RoleId role : roles_) {
                const bool calls =
                    from_.reach.can_execute(role, id) && from_.reach.has_usage(role, function.schema);
                if (!calls || turned_away(role, use.proof)) continue;
                const Action action = action_of(use.privilege);
                const Verdict rows = from_.access.cell_as(as, role, use.relation, action).verdict;
                add({use.relation, role, shown_as(action), {}, id, reached(rows, use, function)});
            }
        }
    }

    static Action shown_as(Action action) {
        if (action == Action::blind_update) return Action::update;
        return action == Action::blind_delete ? Action::delete_ : action;
    }

    [[nodiscard]] bool turned_away(RoleId role, const Proof& proof) const {
        const auto anonymous = from_.reach.anonymous_roles();
        return proof.anonymous && std::find(anonymous.begin(), anonymous.end(), role) != anonymous.end();
    }

    static Verdict reached(Verdict rows, const TableUse& use, const Function& function) {
        if (rows != Verdict::all) return rows;
        if (use.asks_who || use.proof.caller) return Verdict::some;
        const bool gives_all =
            use.privilege != Privilege::select || (function.returns && function.returns->setof);
        return use.whole && gives_all ? Verdict::all : Verdict::unknown;
    }

    /// Once each; of several ways through one function that which reaches more is told.
    void add(Door door) {
        if (door.verdict == Verdict::none) return;
        const auto same = std::find_if(doors_.rbegin(), doors_.rend(), [&](const Door& other) {
            return door.function.valid() && other.function == door.function && other.target == door.target &&
                   other.role == door.role && other.action == door.action;
        });
        if (same == doors_.rend())
            doors_.push_back(std::move(door));
        else if (door.verdict == Verdict::all || same->verdict == Verdict::some)
            same->verdict = door.verdict;
    }

    const Doorways& from_;
    const Catalog& catalog_;
    std::span<const RoleId> roles_;
    bool of_profile_;
    std::set<RelationId> seen_;
    std::vector<Door> doors_;
};

} // namespace

std::vector<Door> doors(const Doorways& from, std::span<const RoleId> roles, bool of_profile) {
    return Search{from, roles, of_profile}.all();
}

} // namespace rlslint
