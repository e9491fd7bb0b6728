#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rlslint/eval/environment.hpp"
#include "rlslint/sql/plpgsql.hpp"

#include "dynamic_variables.hpp"
#include "replayer.hpp"

namespace rlslint::replaying::dynamic {

/// What one statement of the history may spend on dynamic SQL.
struct Budget {
    std::size_t steps = 3'000'000; ///< expressions evaluated
    std::size_t statements = 20'000;
    std::size_t text = 8'000'000; ///< bytes of SQL made
    int depth = 24;               ///< routines that call each other
};

// ---- arguments.cpp
[[nodiscard]] bool is_input(const FunctionArg& arg);
[[nodiscard]] bool is_output(const FunctionArg& arg);
/// Whether a function can be called with so many arguments.
[[nodiscard]] bool takes(const Function& function, std::size_t count);
/// Whether it has parameters of all these names; empty ones do not count.
[[nodiscard]] bool has_parameters(const Function& function, std::span<const Symbol> names);

/// How a statement of PL/pgSQL ends.
enum class Flow : std::uint8_t { next, exit, again, done, lost };

/// Runs routines over the catalog. What cannot be told stops it: what has been done stays, `lost` says
/// why the rest is not. Errors are thrown as Refused, as in the rest of the replay.
class Interpreter final : public eval::Environment {
public:
    Interpreter(Replayer& r, Budget& budget, Symbol name) : r_(r), budget_(budget), name_(name) {}

    // ---- routines (routine.cpp)
    Effect run_block(Span body);
    Effect run_query(const Tree& tree, QueryId query);
    Effect run_call(const Tree& tree, ExprId call);
    Effect run_event_trigger(FunctionId id);

    // ---- eval::Environment (environment.cpp)
    std::optional<eval::Value> variable(const ColumnRef& name) override { return variables_.value(name); }
    eval::Value parameter(std::int32_t number) override;
    eval::Value session_value(Symbol name) override;
    eval::Value call(const Tree& tree, const Call& call, std::vector<eval::Value> args) override;
    eval::Rows call_rows(const Tree& tree, const Call& call, std::vector<eval::Value> args) override;
    eval::Value cast(const eval::Value& value, const TypeName& type) override;
    eval::Value shown(const eval::Value& object) override;
    eval::Rows relation(const QualifiedName& name) override;
    std::string_view text_behind(Span span) override;
    std::string_view text_before(Span span) override;
    bool step() override;

private:
    using Value = eval::Value;
    using Rows = eval::Rows;
    class Inside;

    // ---- interpreter.cpp: blocks and statements
    Flow run(const plpgsql::Statements& statements);
    Flow run(const plpgsql::Statement& statement);
    Flow operator()(const plpgsql::Null&) { return Flow::next; }
    Flow operator()(const plpgsql::EndTransaction& end);
    Flow operator()(const plpgsql::Block& block);
    Flow operator()(const plpgsql::Assignment& assignment);
    Flow operator()(const plpgsql::Raise& raise);
    Flow operator()(const plpgsql::Assert& assert);
    Flow operator()(const plpgsql::Return& result);
    Flow operator()(const plpgsql::GetDiagnostics& get);
    [[nodiscard]] Value diagnostic(std::string_view name) const;
    Flow run_body(const plpgsql::Block& block);
    Flow run_guarded(const plpgsql::Block& block);
    Flow handle(const plpgsql::Handler& handler, const Refused& refused);
    void declare(const plpgsql::Declaration& declaration);
    [[nodiscard]] std::string message_of(const plpgsql::Raise& raise);

    // ---- control.cpp: branches and loops
    Flow operator()(const plpgsql::If& branch);
    Flow operator()(const plpgsql::CaseOf& cases);
    Flow operator()(const plpgsql::Loop& loop);
    Flow operator()(const plpgsql::While& loop);
    Flow operator()(const plpgsql::ForInteger& loop);
    Flow operator()(const plpgsql::ForQuery& loop);
    Flow operator()(const plpgsql::ForDynamic& loop);
    Flow operator()(const plpgsql::Foreach& loop);
    Flow operator()(const plpgsql::Exit& exit);
    Flow for_rows(const Rows& rows, const std::vector<Span>& targets, Symbol label,
                  const plpgsql::Statements& body);
    bool leaves_loop(Flow& flow, Symbol label);
    Flow skip(const std::string& why);
    Flow branch_untold(const std::vector<const plpgsql::Statements*>& branches, const std::string& why);
    [[nodiscard]] bool pass_over(const plpgsql::Statement& statement, const std::string& why);
    [[nodiscard]] bool same_words(const plpgsql::Statement& a, const plpgsql::Statement& b) const;
    [[nodiscard]] bool holds_before_leaving(const plpgsql::Statements& branch,
                                            const plpgsql::Statement& statement) const;
    void try_alone(const plpgsql::Statement& statement);
    [[nodiscard]] Value chosen(const plpgsql::CaseOf& cases, const plpgsql::Branch& one);
    [[nodiscard]] std::optional<Rows> rows_of_cursor(Span query);

    // ---- cursor.cpp
    struct Cursor {
        Span query; ///< of a bound one
        std::vector<Symbol> parameters;
        std::optional<Rows> rows; ///< while it is open
        std::size_t next = 0;
    };
    Flow operator()(const plpgsql::CursorStatement& statement);
    Flow fetch(Cursor& cursor, const std::vector<Span>& targets);
    [[nodiscard]] Cursor* find_cursor(Symbol name);
    [[nodiscard]] Rows cursor_rows(const Cursor& cursor, const std::vector<Span>& arguments);
    [[nodiscard]] Rows query_rows(Span query);

    // ---- sql.cpp: statements of SQL, dynamic ones included
    Flow operator()(const plpgsql::Execute& execute);
    Flow operator()(const plpgsql::Sql& sql);
    Flow operator()(const plpgsql::Perform& perform);
    Flow run_sql(const Statement& statement, const plpgsql::Into& into);
    Flow run_select(const Statement& statement, QueryId query, const plpgsql::Into& into);
    Flow call_queue(const Tree& tree, const Call& call);
    Flow give(const Rows& rows, const plpgsql::Into& into);
    Flow forget(const plpgsql::Into& into, const std::string& why);
    [[nodiscard]] std::optional<std::vector<Statement>> make_sql(const Value& text);
    [[nodiscard]] Rows dynamic_rows(Span text, const std::vector<Span>& arguments);
    [[nodiscard]] const std::vector<Statement>& parsed(Span text, Span without);
    [[nodiscard]] Rows run_made(const std::vector<Statement>& statements, bool wants_rows);
    [[nodiscard]] bool may_have_effects(const Tree& tree) const;
    [[nodiscard]] bool calls_routines(const Tree& tree) const;
    [[nodiscard]] Effect run_inside(const Statement& statement, bool outer_noted);
    [[nodiscard]] bool uses_variables(const Tree& tree);
    void set_arguments(const std::vector<Span>& arguments);
    void set_found(Value found, Value count);

    // ---- values.cpp: expressions and variables
    [[nodiscard]] const ParsedExpression& expression(Span span);
    [[nodiscard]] Value evaluate(Span span);
    void count_row_of(const Tree& tree, ExprId root, const Value& value);
    [[nodiscard]] Value condition(Span span);
    [[nodiscard]] Span made_text(Span at, std::string text);
    [[nodiscard]] std::optional<TypeName> declared_type(Span span);
    void assign(Span target, const Value& value);
    void require(const std::vector<Span>& targets, const char* code, const char* otherwise);
    void assign_item(Variable& array, Span target, const Value& value);
    void assign_row(const std::vector<Span>& targets, const std::vector<Symbol>& columns,
                    const std::vector<Value>& cells);
    void set(Variable& variable, const Value& value);
    void forget(const std::vector<Span>& targets, const std::string& why);
    Flow lose(std::string why);
    Flow stop_at_budget(std::string why);

    // ---- routine.cpp
    static constexpr std::size_t any_count = SIZE_MAX;
    [[nodiscard]] std::vector<FunctionId> candidates(const Call& call, std::size_t count) const;
    [[nodiscard]] Rows call_any(const Tree& tree, const Call& call, std::vector<Value> args);
    [[nodiscard]] Rows call_function(FunctionId id, const Tree& tree, const Call& call,
                                     std::vector<Value> args);
    [[nodiscard]] Value as_argument(const Value& value, const TypeName& type);

    // ---- arguments.cpp
    [[nodiscard]] std::vector<FunctionId> best_of(std::vector<FunctionId> found,
                                                  const std::vector<Value>& args) const;
    [[nodiscard]] std::optional<std::vector<Value>> arranged(const Function& function, const Tree& tree,
                                                             const Call& call, std::vector<Value> args);
    [[nodiscard]] Value default_of(const Function& function, const FunctionArg& arg);
    void enter_routine(const Function& function, const std::vector<Value>& args);
    [[nodiscard]] eval::Row outputs(const Function& function, std::vector<Symbol>& columns);
    Flow call_procedure(const Tree& tree, ExprId call);
    [[nodiscard]] Rows run_function(const Function& function);
    [[nodiscard]] Rows run_sql_function(const Function& function);
    [[nodiscard]] std::optional<Rows> event_trigger_rows(const Call& call) const;
    [[nodiscard]] Value function_by_signature(const std::string& text);
    [[nodiscard]] bool speaks_of_clauses() const;
    [[nodiscard]] Value current_setting(const std::vector<Value>& args) const;
    [[nodiscard]] Value set_config(const std::vector<Value>& args);
    [[nodiscard]] Effect effect();

    Replayer& r_;
    Budget& budget_;
    Symbol name_; ///< the routine's
    Variables variables_;
    const plpgsql::Statement* at_ = nullptr;
    const Function* function_ = nullptr; ///< that is being run; none of a DO block
    std::unordered_map<Symbol, Cursor> cursors_;
    bool over_budget_ = false;
    Symbol leaving_; ///< the label that EXIT or CONTINUE names
    std::string lost_;
    std::string unmodelled_;
    std::vector<Value> arguments_;           ///< of USING, or a function's
    std::unordered_set<const Call*> called_; ///< calls that have been followed
    Value row_count_;
    Value result_;
    Rows results_; ///< of RETURN NEXT and RETURN QUERY
    const Refused* handled_ = nullptr;
    std::unordered_map<std::uint64_t, ParsedExpression> expressions_;
    std::unordered_map<std::uint64_t, std::vector<Statement>> statements_;
    std::map<std::pair<std::uint64_t, std::string>, Span> made_; ///< the source of a text made at a place
};

} // namespace rlslint::replaying::dynamic
