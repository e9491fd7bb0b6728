#include "rlslint/predicate/readings.hpp"

#include <algorithm>

namespace rlslint {
namespace {

/// Calls in calls are followed so far.
constexpr std::size_t most_readings = 24;

class Follow {
public:
    Follow(const Catalog& catalog, const Platform& platform, const Bodies& bodies)
        : catalog_(catalog), platform_(platform), bodies_(bodies) {}

    std::vector<Reading> from(const BoundExpr& clause) {
        add(clause, {}, {}, {});
        for (std::size_t i = 0; i < readings_.size() && i < most_readings; ++i)
            follow_calls(i);
        return std::move(readings_);
    }

private:
    void add(const BoundExpr& expr, FunctionId function, ExprId call, RoleId owner) {
        readings_.push_back({expr, anatomy_of(catalog_, platform_, expr), function, call, owner, false});
    }

    void follow_calls(std::size_t reading) {
        const auto bindings = readings_[reading].expr.bindings;
        for (const auto& [call, bound] : bindings->functions) {
            if (!bound.function.valid() || is_session_function(bound.function)) continue;
            const ExprId in_clause = reading == 0 ? call : readings_[reading].call;
            if (!follow(bound.function, in_clause, readings_[reading].owner))
                readings_[reading].unread = true;
        }
    }

    bool follow(FunctionId id, ExprId call, RoleId caller) {
        const auto known = [&](const Reading& reading) { return reading.function == id; };
        if (std::any_of(readings_.begin(), readings_.end(), known)) return true;
        const Function& function = catalog_[id];
        const Body* body = bodies_.of(id);
        if (body == nullptr) return false;
        for (const BodyValue& value : body->values) {
            if (!value.expr.valid()) return false;
            add({value.tree, value.expr, value.bindings, {}}, id, call,
                function.security_definer ? function.owner : caller);
        }
        return true;
    }

    [[nodiscard]] bool is_session_function(FunctionId id) const {
        const Function& function = catalog_[id];
        return platform_.session_function(catalog_[function.schema].name, function.name) != nullptr;
    }

    const Catalog& catalog_;
    const Platform& platform_;
    const Bodies& bodies_;
    std::vector<Reading> readings_;
};

} // namespace

std::vector<Reading> readings_of(const Catalog& catalog, const Platform& platform, const Bodies& bodies,
                                 const BoundExpr& clause) {
    return Follow{catalog, platform, bodies}.from(clause);
}

} // namespace rlslint
