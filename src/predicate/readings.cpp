#include "rlslint/predicate/readings.hpp"

#include <algorithm>

namespace rlslint {
namespace {

/// Calls in calls are followed so far.
constexpr std::size_t most_readings = 24;

/// What a body says is told once for constants that differ.
bool same_kinds(const Called& a, const Called& b) {
    return std::equal(a.given.begin(), a.given.end(), b.given.begin(), b.given.end(),
                      [](const Operand& one, const Operand& other) {
                          return one.kind == other.kind &&
                                 (one.column == nullptr) == (other.column == nullptr) &&
                                 (one.column == nullptr || one.column->column == other.column->column);
                      });
}

/// The expression may be a part of what its tree holds.
bool stands_in(const BoundExpr& expr, ExprId part) {
    const Span whole = expr.span();
    const Span at = (*expr.tree)[part].span;
    return at.source == whole.source && at.begin >= whole.begin && at.end <= whole.end;
}

class Follow {
public:
    Follow(const Catalog& catalog, const Platform& platform, const Bodies& bodies)
        : catalog_(catalog), platform_(platform), bodies_(bodies) {}

    std::vector<Reading> from(const BoundExpr& clause) {
        add(clause, {}, {}, {}, {});
        for (std::size_t i = 0; i < readings_.size() && i < most_readings; ++i)
            follow_calls(i);
        return std::move(readings_);
    }

private:
    void add(const BoundExpr& expr, FunctionId function, ExprId call, RoleId owner, const Called& called) {
        readings_.push_back(
            {expr, anatomy_of(catalog_, platform_, expr, called), function, call, owner, false});
        called_.push_back(called);
    }

    void follow_calls(std::size_t reading) {
        const auto bindings = readings_[reading].expr.bindings;
        for (const auto& [call, bound] : bindings->functions) {
            if (!bound.function.valid() || is_session_function(bound.function)) continue;
            if (!stands_in(readings_[reading].expr, call)) continue;
            const ExprId in_clause = reading == 0 ? call : readings_[reading].call;
            const Called called = called_by(catalog_, platform_, readings_[reading].expr, call,
                                            catalog_[bound.function], called_[reading]);
            if (!follow(bound.function, in_clause, readings_[reading].owner, called))
                readings_[reading].unread = true;
        }
    }

    bool follow(FunctionId id, ExprId call, RoleId caller, const Called& called) {
        for (std::size_t i = 1; i < readings_.size(); ++i) {
            if (readings_[i].function == id && same_kinds(called_[i], called)) return true;
        }
        const Function& function = catalog_[id];
        const Body* body = bodies_.of(id);
        if (body == nullptr) return false;
        for (const BodyValue& value : body->values) {
            add({value.tree, value.expr, value.bindings, {}}, id, call,
                function.security_definer ? function.owner : caller, called);
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
    std::vector<Called> called_; ///< of each reading
};

} // namespace

std::vector<Reading> readings_of(const Catalog& catalog, const Platform& platform, const Bodies& bodies,
                                 const BoundExpr& clause) {
    return Follow{catalog, platform, bodies}.from(clause);
}

} // namespace rlslint
