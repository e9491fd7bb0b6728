#pragma once

#include "rlslint/predicate/circumstances.hpp"
#include "rlslint/sql/plpgsql.hpp"

#include "study.hpp"

namespace rlslint::routines {

/// Goes through a PL/pgSQL body in its order, knowing at each statement which sessions come that far.
class Walk {
public:
    Walk(Knowledge& known, BodyText& text, Study& study, const Bodies& bodies, Routine& routine)
        : known_(known), text_(text), study_(study), bodies_(bodies), routine_(routine) {}

    void whole(const plpgsql::Block& body);

private:
    /// How a list of statements ends.
    enum class Leaves : std::uint8_t { no, returning, raising };

    struct State {
        Proof proof;      ///< by leaving in whatever way
        Proof gained;     ///< the same, but for what an ELSE knows of its IF
        Proof raised;     ///< by an exception
        Arguments tested; ///< arguments that a condition looked at
    };

    Leaves run(const plpgsql::Statements& statements);
    Leaves run(const plpgsql::Statement& statement);
    Leaves block(const plpgsql::Block& block);
    Leaves branches(const plpgsql::If& statement);
    Leaves cases(const plpgsql::CaseOf& statement);
    void inside(const plpgsql::Statements& body);

    void use_expression(Span place, bool returned = false);
    void use_query(Span place, std::string_view before, Span without, bool returned = false);
    void use(const std::optional<Unit>& unit, Span place, bool returned);
    void execute(Span text, const std::vector<Span>& arguments, bool returned);
    void set_found(const Unit& unit);

    /// The state of the sessions in which a condition came out so.
    [[nodiscard]] State knowing(State state, const std::optional<Unit>& condition, bool outcome,
                                Leaves others) const;
    [[nodiscard]] bool turned_away(Caller::Kind kind, const Unit& condition, bool outcome) const;

    Knowledge& known_;
    BodyText& text_;
    Study& study_;
    const Bodies& bodies_;
    Routine& routine_;
    State state_;
    std::optional<Proof> returned_; ///< of all who came back by a RETURN so far
};

} // namespace rlslint::routines
