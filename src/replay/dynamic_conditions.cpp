#include "dynamic_conditions.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace rlslint::replaying::dynamic {

namespace {

struct Condition {
    std::string_view name;
    std::string_view sqlstate;
};

constexpr auto conditions = std::to_array<Condition>({
    {"ambiguous_column", "42702"},
    {"ambiguous_function", "42725"},
    {"assert_failure", "P0004"},
    {"cannot_coerce", "42846"},
    {"cardinality_violation", "21000"},
    {"case_not_found", "20000"},
    {"check_violation", "23514"},
    {"data_exception", "22000"},
    {"datatype_mismatch", "42804"},
    {"dependent_objects_still_exist", "2BP01"},
    {"division_by_zero", "22012"},
    {"duplicate_alias", "42712"},
    {"duplicate_column", "42701"},
    {"duplicate_database", "42P04"},
    {"duplicate_function", "42723"},
    {"duplicate_object", "42710"},
    {"duplicate_schema", "42P06"},
    {"duplicate_table", "42P07"},
    {"feature_not_supported", "0A000"},
    {"foreign_key_violation", "23503"},
    {"grouping_error", "42803"},
    {"insufficient_privilege", "42501"},
    {"integrity_constraint_violation", "23000"},
    {"internal_error", "XX000"},
    {"invalid_column_reference", "42P10"},
    {"invalid_foreign_key", "42830"},
    {"invalid_function_definition", "42P13"},
    {"invalid_grant_operation", "0LP01"},
    {"invalid_name", "42602"},
    {"invalid_object_definition", "42P17"},
    {"invalid_parameter_value", "22023"},
    {"invalid_schema_name", "3F000"},
    {"invalid_table_definition", "42P16"},
    {"invalid_text_representation", "22P02"},
    {"invalid_transaction_termination", "2D000"},
    {"name_too_long", "42622"},
    {"no_data_found", "P0002"},
    {"not_null_violation", "23502"},
    {"null_value_not_allowed", "22004"},
    {"object_in_use", "55006"},
    {"object_not_in_prerequisite_state", "55000"},
    {"raise_exception", "P0001"},
    {"reserved_name", "42939"},
    {"syntax_error", "42601"},
    {"syntax_error_or_access_rule_violation", "42000"},
    {"too_many_columns", "54011"},
    {"too_many_rows", "P0003"},
    {"undefined_column", "42703"},
    {"undefined_file", "58P01"},
    {"undefined_function", "42883"},
    {"undefined_object", "42704"},
    {"undefined_parameter", "42P02"},
    {"undefined_table", "42P01"},
    {"unique_violation", "23505"},
    {"wrong_object_type", "42809"},
});

bool looks_like_sqlstate(std::string_view text) {
    return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

} // namespace

std::optional<std::string> sqlstate_of(std::string_view condition) {
    if (looks_like_sqlstate(condition)) return std::string{condition};
    const auto* const found = std::find_if(conditions.begin(), conditions.end(),
                                           [&](const Condition& c) { return c.name == condition; });
    return found == conditions.end() ? std::nullopt : std::optional{std::string{found->sqlstate}};
}

bool catches(std::string_view condition, std::string_view sqlstate) {
    // OTHERS leaves what is meant to stop everything.
    if (condition == "others") return sqlstate != "57014" && sqlstate != "P0004";
    const auto wanted = sqlstate_of(condition);
    if (!wanted) return false;
    // XX000 of a class stands for all of it.
    return *wanted == sqlstate || (wanted->ends_with("000") && sqlstate.starts_with(wanted->substr(0, 2)));
}

} // namespace rlslint::replaying::dynamic
