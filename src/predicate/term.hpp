#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rlslint/text/ids.hpp"
#include "rlslint/text/symbol.hpp"

namespace rlslint::predicates {

using TermId = Id<struct TermTag>;

/// Of what kind a term's values are, as far as that matters for comparing them. Only `unknown` may
/// have an `=` that is not PostgreSQL's own.
enum class Sort : std::uint8_t {
    unknown,
    boolean,
    number,
    text, ///< values that differ in a byte differ: text, enums
    uuid,
    other, ///< of which constants are not compared: dates and the like
};

/// A value that a clause speaks of. Terms of one key are one value, whatever clause they stand in.
struct Term {
    std::string key;
    Sort sort = Sort::unknown;
    bool may_be_null = true;
    bool constant = false; ///< then the key ends in its value
    bool chosen = false;   ///< any value of its sort may be given it: a column of the row
    bool session = false;  ///< the same of the session
    bool strict = false;   ///< NULL where one of the parts is
    std::string head;      ///< what is done with the parts
    std::vector<TermId> parts;
    const std::vector<Symbol>* labels = nullptr; ///< of an enum: it has no other values
};

class Terms {
public:
    [[nodiscard]] const Term& operator[](TermId id) const { return terms_[id.value]; }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(terms_.size()); }

    TermId add(Term term);
    [[nodiscard]] bool knows(const std::string& key) const { return by_key_.contains(key); }
    TermId constant(Sort sort, std::string_view value);

    /// A term that is like no other.
    TermId unlike();

private:
    std::vector<Term> terms_;
    std::unordered_map<std::string, TermId> by_key_;
};

/// The value of a constant term.
[[nodiscard]] std::string_view value_of(const Term& constant);

} // namespace rlslint::predicates
