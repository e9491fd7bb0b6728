#include "rlslint/project/choose.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include <fmt/format.h>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

#include "path.hpp"

namespace rlslint {
namespace {

constexpr std::string_view granting = "supabase-auto-expose";
constexpr std::string_view explicit_grants = "supabase";
/// From this day on no Supabase project grants new tables by default.
constexpr int last_day = 20261030;

std::string dashed(int date) {
    return fmt::format("{:04}-{:02}-{:02}", date / 10000, date / 100 % 100, date % 100);
}

/// The date of the last migration that has one.
std::optional<std::pair<std::string, int>> last_dated(const Project& project) {
    std::optional<std::pair<std::string, int>> last;
    for (const ProjectFile& file : project.files) {
        const auto date = migration_date(file.path);
        if (date && (!last || *date >= last->second)) last = {path::name(file.path), *date};
    }
    return last;
}

Choice by_date(const Project& project) {
    const auto last = last_dated(project);
    if (!last) {
        return {
            std::string(granting),
            fmt::format("no migration's name has a date, so it is taken as older than {}", dashed(last_day))};
    }
    const bool old = last->second < last_day;
    return {std::string(old ? granting : explicit_grants),
            fmt::format("the last migration, {}, is {} {}", last->first,
                        old ? "older than" : "not older than", dashed(last_day))};
}

Choice by_era(const Evidence& evidence) {
    const bool said = evidence.supabase != nullptr && evidence.supabase->auto_expose_new_tables.has_value();
    if (!said) return by_date(*evidence.project);
    const bool exposes = *evidence.supabase->auto_expose_new_tables;
    return {std::string(exposes ? granting : explicit_grants),
            fmt::format("supabase/config.toml says auto_expose_new_tables = {}", exposes)};
}

bool goes_on(char c) {
    return c == '_' || c == '$' || (c >= '0' && c <= '9') || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

/// Whether words, of which the first begins with a letter, stand at a place, as words of their own.
bool has_words_at(std::string_view text, std::size_t at, std::string_view words) {
    const std::string_view there = text.substr(at, words.size());
    const std::size_t end = at + words.size();
    return std::equal(there.begin(), there.end(), words.begin(), words.end(),
                      [](char a, char b) { return ascii_lower(a) == b; }) &&
           (at == 0 || !goes_on(text[at - 1])) && (end == text.size() || !goes_on(text[end]));
}

/// Whether `text` has these words, ASCII case folded, with nothing before or behind that would make
/// them part of a longer word. All of a project is asked for a dozen of them.
bool has_words(std::string_view text, std::string_view words) {
    const char small = words.front();
    const char large = static_cast<char>(small - 'a' + 'A');
    std::size_t next_small = text.find(small), next_large = text.find(large);
    while (next_small != std::string_view::npos || next_large != std::string_view::npos) {
        const std::size_t at = std::min(next_small, next_large);
        if (has_words_at(text, at, words)) return true;
        if (at == next_small)
            next_small = text.find(small, at + 1);
        else
            next_large = text.find(large, at + 1);
    }
    return false;
}

} // namespace

std::optional<int> migration_date(std::string_view path) {
    constexpr std::size_t length = 8;
    const std::string name = path::name(path);
    int date = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + std::min(length, name.size()), date);
    if (error != std::errc() || end != name.data() + length) return std::nullopt;
    const int month = date / 100 % 100, day = date % 100;
    const bool real = date >= 2000'00'00 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return real ? std::optional{date} : std::nullopt;
}

namespace {

using Signs = std::initializer_list<std::string_view>;

std::optional<std::string_view> first_of(Signs signs, std::string_view sql) {
    const auto* const found =
        std::find_if(signs.begin(), signs.end(), [&](auto words) { return has_words(sql, words); });
    return found == signs.end() ? std::nullopt : std::optional{*found};
}

using SignOf = std::optional<std::string_view> (*)(std::string_view sql);

std::optional<std::string_view> first_sign(std::span<const std::string_view> texts, SignOf sign_of) {
    for (const std::string_view text : texts) {
        if (const auto sign = sign_of(text)) return sign;
    }
    return std::nullopt;
}

/// On Supabase the API's roles are there already.
std::optional<std::string_view> sign_of_own_api_roles(std::string_view sql) {
    return first_of({"create role authenticator", "create user authenticator",
                     "create role \"authenticator\"", "create user \"authenticator\""},
                    sql);
}

/// A statement that makes a role of the platform's, which would be there already. What stands in a block
/// or a function is for other places, where it is missing.
std::optional<std::string_view> sign_of_own_roles(std::string_view sql) {
    if (!has_words(sql, "create role") && !has_words(sql, "create user")) return std::nullopt;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> roles{
        {{"anon", "create role anon"},
         {"authenticated", "create role authenticated"},
         {"anonymous", "create role anonymous"},
         {"service_role", "create role service_role"}}};
    std::array<std::string, 2> before;
    for (Lexer lexer(sql, 0, static_cast<std::uint32_t>(sql.size())); !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.trivia()) continue;
        const bool name = token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
        std::string word = name ? identifier(token, sql) : "";
        if (before[0] == "create" && (before[1] == "role" || before[1] == "user")) {
            for (const auto& [role, sign] : roles) {
                if (word == role) return sign;
            }
        }
        before = {std::move(before[1]), std::move(word)};
    }
    return std::nullopt;
}

std::optional<std::string_view> sign_of_postgrest(std::string_view sql) {
    return first_of({"request.jwt.claims", "request.jwt.claim.sub", "request.jwt.claim.role", "notify pgrst"},
                    sql);
}

/// What Supabase has and Neon has not.
std::optional<std::string_view> sign_against_neon(std::string_view sql) {
    return first_of({"auth.jwt()", "auth.role()", "to anon", "to service_role", "function auth.user_id()",
                     "function auth.session()"},
                    sql);
}

/// What Neon has and Supabase has not. Roles of these names are made elsewhere too.
std::optional<std::string_view> sign_against_supabase(std::string_view sql) {
    return first_of({"to anonymous"}, sql);
}

Choice because_of(std::string_view profile, std::string_view sign) {
    return {std::string{profile}, fmt::format("the SQL has \"{}\"", sign)};
}

/// A dump says itself what is granted, and no default privileges come on top; one that was taken
/// without privileges grants nothing to anyone.
bool tells_its_grants(const Evidence& evidence) {
    const auto grants = [](std::string_view sql) { return has_words(sql, "grant"); };
    return evidence.project->layout == Layout::pg_dump &&
           std::any_of(evidence.texts.begin(), evidence.texts.end(), grants);
}

Choice by_signs(const Evidence& evidence) {
    const auto find = [&](SignOf sign_of) { return first_sign(evidence.texts, sign_of); };
    if (const auto sign = find(sign_of_own_api_roles)) return because_of("postgrest", *sign);
    const auto postgrest = find(sign_of_postgrest);
    if (const auto own = find(sign_of_own_roles))
        return because_of(postgrest || own->ends_with(" anon") ? "postgrest" : "postgres", *own);
    if (const auto sign = find(sign_of_neon); sign && !find(sign_against_neon))
        return because_of("neon", *sign);
    const auto sign = find(sign_of_supabase);
    if (sign && (*sign != "to authenticated" || !find(sign_against_supabase))) {
        Choice choice = tells_its_grants(evidence)
                            ? Choice{std::string(explicit_grants), "a dump tells itself what is granted"}
                            : by_era(evidence);
        choice.why = fmt::format("the SQL has \"{}\"; {}", *sign, choice.why);
        return choice;
    }
    if (postgrest) return because_of("postgrest", *postgrest);
    return {"postgres", "nothing in the files speaks of a platform"};
}

} // namespace

std::optional<std::string_view> sign_of_supabase(std::string_view sql) {
    return first_of(
        {"auth.uid()", "auth.jwt()", "auth.role()", "to anon", "to authenticated", "to service_role"}, sql);
}

std::optional<std::string_view> sign_of_neon(std::string_view sql) {
    return first_of({"auth.user_id()", "auth.session()", "pg_session_jwt", "neon_superuser"}, sql);
}

Choice choose_profile(const Evidence& evidence) {
    if (evidence.asked) return {*evidence.asked, "asked for by --profile"};
    if (evidence.config != nullptr && evidence.config->profile) {
        return {*evidence.config->profile, fmt::format("set in {}", evidence.config->file)};
    }
    if (evidence.project->layout == Layout::supabase) return by_era(evidence);
    return by_signs(evidence);
}

} // namespace rlslint
