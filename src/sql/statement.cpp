#include "rlslint/sql/statement.hpp"

namespace rlslint {

std::string_view to_string(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::table: return "table";
    case ObjectKind::view: return "view";
    case ObjectKind::materialized_view: return "materialized view";
    case ObjectKind::foreign_table: return "foreign table";
    case ObjectKind::sequence: return "sequence";
    case ObjectKind::index: return "index";
    case ObjectKind::schema: return "schema";
    case ObjectKind::function: return "function";
    case ObjectKind::procedure: return "procedure";
    case ObjectKind::routine: return "routine";
    case ObjectKind::aggregate: return "aggregate";
    case ObjectKind::type: return "type";
    case ObjectKind::domain: return "domain";
    case ObjectKind::extension: return "extension";
    case ObjectKind::policy: return "policy";
    case ObjectKind::trigger: return "trigger";
    case ObjectKind::rule: return "rule";
    case ObjectKind::role: return "role";
    case ObjectKind::publication: return "publication";
    case ObjectKind::column: return "column";
    case ObjectKind::constraint: return "constraint";
    case ObjectKind::database: return "database";
    case ObjectKind::language: return "language";
    case ObjectKind::server: return "server";
    case ObjectKind::event_trigger: return "event trigger";
    case ObjectKind::other: return "object";
    }
    return "object";
}

std::string_view to_string(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::all: return "ALL";
    case PolicyCommand::select: return "SELECT";
    case PolicyCommand::insert: return "INSERT";
    case PolicyCommand::update: return "UPDATE";
    case PolicyCommand::delete_: return "DELETE";
    }
    return "";
}

} // namespace rlslint
