#include <doctest/doctest.h>

#include "rlslint/lint/secret_names.hpp"

using namespace rlslint;

TEST_CASE("names of columns that hold secrets") {
    for (const char* name :
         {"password", "password_hash", "hashed_password", "api_key", "apiKey", "stripe_secret_key",
          "refresh_token", "invite_token", "token", "ssn", "iban", "tax_id", "CreditCard"}) {
        CAPTURE(name);
        CHECK(names_a_secret(name));
    }
}

TEST_CASE("names that only sound like it") {
    for (const char* name :
         {"push_token", "expo_push_token", "max_tokens", "token_count", "tokens", "token_type",
          "password_changed_at", "password_hint", "secret_id", "iban_last4", "public_key", "key",
          "token_hash", "api_key_mask", "secret_vault_key", "secretary", "compass_word", "card", ""}) {
        CAPTURE(name);
        CHECK(!names_a_secret(name));
    }
}

TEST_CASE("a project names its own") {
    const Symbol own[] = {Symbol{"salary"}, Symbol{"medical_record"}};
    CHECK(names_a_secret("salary", own));
    CHECK(names_a_secret("base_salary", own));
    CHECK(names_a_secret("medical_record_text", own));
    CHECK(!names_a_secret("medical", own));
    CHECK(!names_a_secret("salary_id", own));
}
