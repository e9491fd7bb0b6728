#include "rlslint/sql/builtin.hpp"

#include <algorithm>
#include <array>

namespace rlslint {
namespace {

constexpr auto aggregates = std::to_array<std::string_view>({"array_agg",
                                                             "avg",
                                                             "bit_and",
                                                             "bit_or",
                                                             "bit_xor",
                                                             "bool_and",
                                                             "bool_or",
                                                             "corr",
                                                             "count",
                                                             "cume_dist",
                                                             "dense_rank",
                                                             "every",
                                                             "json_agg",
                                                             "json_object_agg",
                                                             "jsonb_agg",
                                                             "jsonb_object_agg",
                                                             "max",
                                                             "min",
                                                             "mode",
                                                             "percentile_cont",
                                                             "percentile_disc",
                                                             "percent_rank",
                                                             "range_agg",
                                                             "rank",
                                                             "range_intersect_agg",
                                                             "stddev",
                                                             "stddev_pop",
                                                             "stddev_samp",
                                                             "string_agg",
                                                             "sum",
                                                             "var_pop",
                                                             "var_samp",
                                                             "variance",
                                                             "xmlagg"});

constexpr auto volatile_functions = std::to_array<std::string_view>(
    {"clock_timestamp", "currval", "gen_random_uuid", "lastval", "nextval", "random", "random_normal",
     "set_config", "setval", "timeofday", "uuid_generate_v4", "uuidv4", "uuidv7"});

template <class Names> bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool is_builtin_aggregate(std::string_view name) { return is_one_of(aggregates, name); }

bool is_volatile_builtin(std::string_view name) { return is_one_of(volatile_functions, name); }

} // namespace rlslint
