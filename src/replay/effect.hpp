#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "rlslint/replay/history.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint::replaying {

/// What the server says instead of running a statement. Thrown by whatever notices, as the server's
/// ereport(ERROR) is, and caught where statements are run (Replayer::run), which then undoes what the
/// statement has done so far.
struct Refused {
    std::string sqlstate; ///< one of sqlstate::…
    std::string message;
    Span place{}; ///< what in the statement is at fault, where it is not the statement as a whole
};

/// Throws it, with a message in the server's form.
template <class... Args>
[[noreturn]] void refuse(const char* code, fmt::format_string<Args...> form, Args&&... args) {
    throw Refused{code, fmt::format(form, std::forward<Args>(args)...)};
}

/// What came of a statement that was not refused.
struct Effect {
    Outcome outcome = Outcome::applied;
    std::string why;
    bool over_budget = false; ///< undetermined, because following it came to no end
};

[[nodiscard]] inline Effect inert() { return {Outcome::inert, {}, false}; }
[[nodiscard]] inline Effect unmodelled(std::string why) {
    return {Outcome::unmodelled, std::move(why), false};
}
[[nodiscard]] inline Effect undetermined(std::string why) {
    return {Outcome::undetermined, std::move(why), false};
}

/// Names of PostgreSQL's error codes (src/backend/utils/errcodes.txt).
namespace sqlstate {
inline constexpr const char* feature_not_supported = "0A000";
inline constexpr const char* invalid_grant_operation = "0LP01";
inline constexpr const char* invalid_parameter_value = "22023";
inline constexpr const char* active_sql_transaction = "25001";
inline constexpr const char* no_active_sql_transaction = "25P01";
inline constexpr const char* in_failed_sql_transaction = "25P02";
inline constexpr const char* invalid_transaction_termination = "2D000";
inline constexpr const char* dependent_objects_still_exist = "2BP01";
inline constexpr const char* invalid_savepoint_specification = "3B001";
inline constexpr const char* invalid_schema_name = "3F000";
inline constexpr const char* insufficient_privilege = "42501";
inline constexpr const char* syntax_error = "42601";
inline constexpr const char* invalid_column_definition = "42611";
inline constexpr const char* duplicate_column = "42701";
inline constexpr const char* ambiguous_column = "42702";
inline constexpr const char* undefined_column = "42703";
inline constexpr const char* undefined_object = "42704";
inline constexpr const char* duplicate_object = "42710";
inline constexpr const char* duplicate_function = "42723";
inline constexpr const char* ambiguous_function = "42725";
inline constexpr const char* grouping_error = "42803";
inline constexpr const char* wrong_object_type = "42809";
inline constexpr const char* invalid_foreign_key = "42830";
inline constexpr const char* datatype_mismatch = "42804";
inline constexpr const char* undefined_function = "42883";
inline constexpr const char* reserved_name = "42939";
inline constexpr const char* program_limit_exceeded = "54000";
inline constexpr const char* too_many_columns = "54011";
inline constexpr const char* undefined_table = "42P01";
inline constexpr const char* windowing_error = "42P20";
inline constexpr const char* duplicate_schema = "42P06";
inline constexpr const char* duplicate_table = "42P07";
inline constexpr const char* invalid_function_definition = "42P13";
inline constexpr const char* invalid_table_definition = "42P16";
inline constexpr const char* invalid_object_definition = "42P17";
inline constexpr const char* object_not_in_prerequisite_state = "55000";
inline constexpr const char* object_in_use = "55006";
inline constexpr const char* internal_error = "XX000";
} // namespace sqlstate

} // namespace rlslint::replaying
