#include "cut.hpp"

#include "lines.hpp"

namespace rlslint {
namespace {

std::uint32_t size_of(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

/// Tools that hand a file to the server as it is, so that psql's commands are errors in it.
bool sends_whole_files(Layout layout) {
    switch (layout) {
    case Layout::golang_migrate:
    case Layout::sqlx:
    case Layout::prisma:
    case Layout::hasura:
    case Layout::diesel:
    case Layout::graphile_migrate: return true;
    default: return false;
    }
}

} // namespace

Cut cut(Layout layout, std::string_view text) {
    switch (layout) {
    case Layout::goose: return cut_goose(text);
    case Layout::dbmate: return cut_dbmate(text);
    case Layout::liquibase: return cut_liquibase(text);
    case Layout::drizzle: return cut_drizzle(text);
    default: break;
    }
    const Terminator terminator = sends_whole_files(layout) ? Terminator::section : Terminator::semicolon;
    return {{{0, size_of(text), terminator}}, {}};
}

/// drizzle-orm's migrator splits at this text wherever it stands.
Cut cut_drizzle(std::string_view text) {
    constexpr std::string_view breakpoint = "--> statement-breakpoint";
    Cut cut;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(breakpoint, at), text.size());
        cut.parts.push_back(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), Terminator::section});
        at = end + breakpoint.size();
    }
    return cut;
}

bool is_dump(std::string_view text) {
    const std::string_view head = text.substr(0, 400);
    return head.find("-- PostgreSQL database dump") != head.npos ||
           head.find("-- PostgreSQL database cluster dump") != head.npos;
}

Layout layout_of(std::string_view text) {
    if (is_goose(text)) return Layout::goose;
    if (is_dbmate(text)) return Layout::dbmate;
    if (is_liquibase(text)) return Layout::liquibase;
    return is_dump(text) ? Layout::pg_dump : Layout::plain;
}

} // namespace rlslint
