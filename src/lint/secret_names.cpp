#include "rlslint/lint/secret_names.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "name_words.hpp"

namespace rlslint {
namespace {

/// What names of secrets are made of, as words.
constexpr std::string_view secrets[] = {
    "password",      "passwd",          "passphrase",   "passcode",      "secret",         "api_key",
    "apikey",        "private_key",     "secret_key",   "signing_key",   "encryption_key", "access_token",
    "refresh_token", "auth_token",      "bearer_token", "session_token", "reset_token",    "access_key",
    "ssn",           "social_security", "iban",         "credit_card",   "card_number",    "cvv",
    "cvc",           "passport",        "tax_id",       "bank_account",  "totp",           "otp_secret",
    "token"};

/// Words beside these that make something else of them.
constexpr std::string_view harmless[] = {
    "push",       "device", "fcm",       "apns",        "expo",   "max",     "min",    "count",    "counts",
    "used",       "limit",  "usage",     "hint",        "type",   "name",    "at",     "expires",  "expiry",
    "expiration", "policy", "required",  "strength",    "url",    "uri",     "public", "last",     "last4",
    "masked",     "mask",   "suffix",    "vault",       "prefix", "label",   "id",     "status",   "provider",
    "country",    "csrf",   "method",    "version",     "symbol", "address", "price",  "verified", "enabled",
    "set",        "ref",    "reference", "description", "title",  "note",    "notes",  "input",    "output",
    "pagination", "page",   "cursor",    "sync"};

bool is_harmless(const std::string& word) {
    return std::find(std::begin(harmless), std::end(harmless), word) != std::end(harmless);
}

/// The words of `secret` stand in it one after the other, and none beside them is harmless. "token"
/// alone must end the name.
bool holds(const Words& words, const Words& wanted) {
    const auto at = std::search(words.begin(), words.end(), wanted.begin(), wanted.end());
    if (at == words.end()) return false;
    const auto behind = at + static_cast<std::ptrdiff_t>(wanted.size());
    if (wanted.size() == 1 && wanted.front() == "token" && behind != words.end()) return false;
    return std::none_of(words.begin(), at, is_harmless) && std::none_of(behind, words.end(), is_harmless);
}

} // namespace

bool names_a_secret(std::string_view column, std::span<const Symbol> more) {
    static const std::vector<Words> known = [] {
        std::vector<Words> all;
        for (const std::string_view secret : secrets)
            all.push_back(words_of(secret));
        return all;
    }();
    const Words words = words_of(column);
    return std::any_of(known.begin(), known.end(),
                       [&](const Words& secret) { return holds(words, secret); }) ||
           std::any_of(more.begin(), more.end(),
                       [&](Symbol secret) { return holds(words, words_of(secret.text())); });
}

} // namespace rlslint
