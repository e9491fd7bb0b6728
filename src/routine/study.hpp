#pragma once

#include <functional>

#include "guards.hpp"
#include "knowledge.hpp"

namespace rlslint::routines {

/// Notes in a Routine what single pieces of SQL in its body do.
class Study {
public:
    using Of = std::function<const Routine&(FunctionId)>;

    Study(const Knowledge& known, const BodyText& text, const Bodies& bodies, Of of, Routine& routine)
        : known_(known), text_(text), bodies_(bodies), of_(std::move(of)), routine_(routine) {}

    /// A piece that runs with this proven. `returned`: what it gives is what the routine gives.
    void note(const Unit& unit, const Proof& proof, bool returned);

    /// What it proves by coming back: functions that it calls do, and a row with the caller's id in a
    /// column that is not to be NULL.
    [[nodiscard]] Proof proven_by(const Unit& unit) const;

    /// Its conditions ask who is asking.
    [[nodiscard]] bool conditions_ask(const Unit& unit) const;

private:
    [[nodiscard]] bool needs_identity(const Unit& unit, QueryId query) const;
    void note_relations(const Unit& unit, const Proof& proof, bool asks, bool returned);
    void note_calls(const Unit& unit, const Proof& proof, bool asks);
    void note_comparisons(const Unit& unit, const Proof& proof, const Guards& guards);
    void note_stored(const Unit& unit, const Proof& proof, const Guards& guards);
    [[nodiscard]] std::optional<ArgumentNumber> argument_in(const Unit& unit, ExprId value) const;
    [[nodiscard]] bool is_caller(const Unit& unit, ExprId value) const;
    [[nodiscard]] bool has_caller(const Unit& unit, std::span<const ExprId> values) const;
    [[nodiscard]] bool asks_more(const Unit& unit, std::span<const ExprId> values) const;
    void match(const Unit& unit, ExprId column, ExprId value, ArgumentMatch made);
    void store(const Unit& unit, RelationId relation, Symbol column, ExprId value, ArgumentMatch made);

    const Knowledge& known_;
    const BodyText& text_;
    const Bodies& bodies_;
    Of of_;
    Routine& routine_;
};

} // namespace rlslint::routines
