#include "cube.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

namespace rlslint::predicates {
namespace {

/// One cube's terms, put into classes of equal ones.
class Classes {
public:
    explicit Classes(const Terms& terms, std::span<const Literal> cube) : terms_(terms), cube_(cube) {
        parent_.resize(terms.size());
        std::iota(parent_.begin(), parent_.end(), 0U);
        collect();
    }

    [[nodiscard]] bool contradictory() {
        for (const Literal& literal : cube_) {
            if (is(literal, Comparison::equal)) unite(literal.a, literal.b);
        }
        close_under_congruence();
        return nulls_clash() || outcomes_clash() || constants_clash() || inequalities_clash() ||
               order_clashes() || labels_run_out();
    }

private:
    static bool is(const Literal& literal, Comparison comparison) {
        return literal.kind == Literal::Kind::compares && literal.comparison == comparison;
    }

    /// The terms that the cube speaks of, and what they are made of.
    void collect() {
        for (const Literal& literal : cube_) {
            add(literal.a);
            if (literal.kind == Literal::Kind::compares) add(literal.b);
        }
    }
    void add(TermId id) {
        if (std::find(used_.begin(), used_.end(), id) != used_.end()) return;
        used_.push_back(id);
        for (const TermId part : terms_[id].parts)
            add(part);
    }

    [[nodiscard]] std::uint32_t root(TermId id) {
        std::uint32_t at = id.value;
        while (parent_[at] != at)
            at = parent_[at] = parent_[parent_[at]];
        return at;
    }
    void unite(TermId a, TermId b) { parent_[root(a)] = root(b); }

    /// What is done alike with equal parts gives equal results.
    void close_under_congruence() {
        for (bool changed = true; changed;) {
            changed = false;
            std::map<std::string, TermId> made;
            for (const TermId id : used_) {
                const Term& term = terms_[id];
                if (term.parts.empty()) continue;
                std::string form = term.head;
                for (const TermId part : term.parts)
                    form += ' ' + std::to_string(root(part));
                const auto [at, first] = made.try_emplace(form, id);
                if (first || root(at->second) == root(id)) continue;
                unite(at->second, id);
                changed = true;
            }
        }
    }

    [[nodiscard]] bool nulls_clash() {
        std::vector<TermId> values, nulls;
        for (const Literal& literal : cube_) {
            if (literal.kind == Literal::Kind::is_null) nulls.push_back(literal.a);
            if (literal.kind == Literal::Kind::is_not_null) values.push_back(literal.a);
            if (literal.kind == Literal::Kind::compares) values.insert(values.end(), {literal.a, literal.b});
            const bool is_condition = literal.kind == Literal::Kind::comes_to;
            if (is_condition && literal.outcomes == Value::null) nulls.push_back(literal.a);
            if (is_condition && (literal.outcomes & Value::null) == 0) values.push_back(literal.a);
        }
        for (std::size_t i = 0; i < values.size(); ++i) { // it grows
            const Term& term = terms_[values[i]];
            if (term.strict) values.insert(values.end(), term.parts.begin(), term.parts.end());
        }
        return std::any_of(nulls.begin(), nulls.end(), [&](TermId null) {
            if (!terms_[null].may_be_null) return true;
            return std::any_of(values.begin(), values.end(),
                               [&](TermId value) { return root(value) == root(null); });
        });
    }

    [[nodiscard]] bool outcomes_clash() {
        std::map<std::uint32_t, std::uint8_t> left;
        for (const Literal& literal : cube_) {
            if (literal.kind != Literal::Kind::comes_to) continue;
            const auto at = left.try_emplace(root(literal.a), Value::yes | Value::no | Value::null).first;
            at->second &= literal.outcomes;
            if (at->second == 0) return true;
        }
        return false;
    }

    /// Two constants of which it is known that they differ, in one class.
    [[nodiscard]] bool constants_clash() {
        std::map<std::uint32_t, TermId> constant_of;
        return std::any_of(used_.begin(), used_.end(), [&](TermId id) {
            const Term& term = terms_[id];
            const bool compared = term.constant && term.sort != Sort::other && term.sort != Sort::unknown;
            if (!compared || !is_known(term)) return false;
            return constant_of.try_emplace(root(id), id).first->second != id;
        });
    }
    [[nodiscard]] static bool is_known(const Term& term) {
        return term.sort != Sort::number || is_plain_number(value_of(term));
    }

    [[nodiscard]] bool inequalities_clash() {
        return std::any_of(cube_.begin(), cube_.end(), [&](const Literal& literal) {
            return is(literal, Comparison::not_equal) && root(literal.a) == root(literal.b);
        });
    }

    /// An enum's value that is none of its labels: compared, it is not NULL.
    [[nodiscard]] bool labels_run_out() {
        std::map<std::uint32_t, std::vector<std::string_view>> excluded;
        for (const Literal& literal : cube_) {
            if (!is(literal, Comparison::not_equal)) continue;
            if (terms_[literal.b].constant) excluded[root(literal.a)].push_back(value_of(terms_[literal.b]));
            if (terms_[literal.a].constant) excluded[root(literal.b)].push_back(value_of(terms_[literal.a]));
        }
        return std::any_of(used_.begin(), used_.end(), [&](TermId id) {
            const auto found = terms_[id].labels != nullptr ? excluded.find(root(id)) : excluded.end();
            return found != excluded.end() &&
                   std::all_of(terms_[id].labels->begin(), terms_[id].labels->end(), [&](Symbol label) {
                       const auto& out = found->second;
                       return std::find(out.begin(), out.end(), label.text()) != out.end();
                   });
        });
    }

    // -- order: which class lies below which, and whether strictly so

    using Below = std::map<std::pair<std::uint32_t, std::uint32_t>, bool>;

    static void add(Below& below, std::uint32_t low, std::uint32_t high, bool strictly) {
        bool& known = below[{low, high}];
        known = known || strictly;
    }

    [[nodiscard]] Below given_order() {
        Below below;
        for (const Literal& literal : cube_) {
            if (literal.kind != Literal::Kind::compares) continue;
            const std::uint32_t a = root(literal.a), b = root(literal.b);
            if (literal.comparison == Comparison::less) add(below, a, b, true);
            if (literal.comparison == Comparison::less_equal) add(below, a, b, false);
            if (literal.comparison == Comparison::greater) add(below, b, a, true);
            if (literal.comparison == Comparison::greater_equal) add(below, b, a, false);
        }
        return below;
    }

    void add_numbers(Below& below) {
        std::vector<TermId> numbers;
        std::copy_if(used_.begin(), used_.end(), std::back_inserter(numbers), [&](TermId id) {
            return terms_[id].constant && terms_[id].sort == Sort::number && is_known(terms_[id]);
        });
        for (const TermId low : numbers) {
            for (const TermId high : numbers) {
                if (compare_numbers(value_of(terms_[low]), value_of(terms_[high])) < 0)
                    add(below, root(low), root(high), true);
            }
        }
    }

    [[nodiscard]] bool order_clashes() {
        Below below = given_order();
        if (below.empty()) return false;
        add_numbers(below);
        constexpr std::size_t most_followed = 256;
        for (bool changed = true; changed && below.size() < most_followed;) {
            changed = false;
            const Below known = below;
            for (const auto& [first, strictly] : known) {
                for (const auto& [second, also] : known) {
                    if (first.second != second.first) continue;
                    const auto at = below.find({first.first, second.second});
                    if (at != below.end() && (at->second || !(strictly || also))) continue;
                    add(below, first.first, second.second, strictly || also);
                    changed = true;
                }
            }
        }
        return std::any_of(below.begin(), below.end(),
                           [](const auto& one) { return one.first.first == one.first.second && one.second; });
    }

    const Terms& terms_;
    std::span<const Literal> cube_;
    std::vector<TermId> used_;
    std::vector<std::uint32_t> parent_;
};

} // namespace

bool contradictory(const Terms& terms, std::span<const Literal> cube) {
    return Classes{terms, cube}.contradictory();
}

/// Order is left out: between two whole numbers there may be none.
bool can_be_met(const Terms& terms, std::span<const Literal> cube) {
    std::vector<TermId> sessions;
    const auto free = [&](TermId id) {
        const Term& term = terms[id];
        if (term.session && std::find(sessions.begin(), sessions.end(), id) == sessions.end())
            sessions.push_back(id);
        return term.constant || term.chosen || term.session;
    };
    return std::all_of(cube.begin(), cube.end(), [&](const Literal& literal) {
        const bool compares = literal.kind == Literal::Kind::compares;
        const bool in_order = compares && literal.comparison != Comparison::equal &&
                              literal.comparison != Comparison::not_equal;
        return !in_order && free(literal.a) && (!compares || free(literal.b)) && sessions.size() <= 1;
    });
}

} // namespace rlslint::predicates
