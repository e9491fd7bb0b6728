#include "rlslint/sql/privilege.hpp"

#include "rlslint/text/ascii.hpp"

namespace rlslint {

std::string_view to_string(Privilege privilege) {
    switch (privilege) {
    case Privilege::insert: return "INSERT";
    case Privilege::select: return "SELECT";
    case Privilege::update: return "UPDATE";
    case Privilege::delete_: return "DELETE";
    case Privilege::truncate: return "TRUNCATE";
    case Privilege::references: return "REFERENCES";
    case Privilege::trigger: return "TRIGGER";
    case Privilege::execute: return "EXECUTE";
    case Privilege::usage: return "USAGE";
    case Privilege::create: return "CREATE";
    case Privilege::temporary: return "TEMPORARY";
    case Privilege::connect: return "CONNECT";
    case Privilege::set: return "SET";
    case Privilege::alter_system: return "ALTER SYSTEM";
    case Privilege::maintain: return "MAINTAIN";
    }
    return "";
}

std::optional<Privilege> parse_privilege(std::string_view word) {
    if (equal_ignoring_case(word, "TEMP")) return Privilege::temporary;
    for (const Privilege privilege : all_privileges) {
        if (equal_ignoring_case(word, to_string(privilege))) return privilege;
    }
    return std::nullopt;
}

} // namespace rlslint
