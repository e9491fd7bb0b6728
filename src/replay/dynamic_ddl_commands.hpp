#pragma once

#include <vector>

#include "rlslint/eval/environment.hpp"

#include "replayer.hpp"

namespace rlslint::replaying::dynamic {

/// What was there before a statement: that it made and dropped the rest can be told behind it.
class Before {
public:
    explicit Before(const Catalog& catalog);

    /// pg_event_trigger_ddl_commands(), of the statement at hand.
    [[nodiscard]] eval::Rows commands(const Replayer& r) const;
    /// pg_event_trigger_dropped_objects().
    [[nodiscard]] eval::Rows dropped(const Replayer& r) const;

private:
    std::size_t events_;
    std::vector<bool> schemas_, relations_, indexes_, policies_, functions_, triggers_, types_; ///< live
};

/// The statement that event triggers run for, while they do.
struct DdlStatement {
    Symbol event;
    Symbol tag;
    eval::Rows commands; ///< at ddl_command_end
    eval::Rows dropped;  ///< at sql_drop
};

} // namespace rlslint::replaying::dynamic
