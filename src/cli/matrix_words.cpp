#include "matrix_words.hpp"

#include <algorithm>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view word) {
    if (parts.size() == 1) return parts.front();
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text.append(" ").append(word).append(" ");
        text.append("(").append(part).append(")");
    }
    return text;
}

void add_once(std::vector<std::string>& parts, std::string part) {
    if (part.empty()) return;
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
}

/// The clauses of `parts` but those that are `idle`, which change nothing.
std::vector<std::string> clauses_of(const ClauseWords& words, const std::vector<PolicyClause>& parts,
                                    Truth idle) {
    std::vector<std::string> clauses;
    for (const PolicyClause& part : parts) {
        if (part.clause != nullptr && part.truth != idle) add_once(clauses, words(*part.clause));
    }
    return clauses;
}

} // namespace

std::string predicate_text(const ClauseWords& words, const Cell& cell) {
    std::vector<std::string> asked;
    for (const Gate& gate : cell.gates) {
        const bool open = std::any_of(gate.permissive.begin(), gate.permissive.end(),
                                      [](const PolicyClause& part) { return part.truth == Truth::always; });
        if (!open) add_once(asked, joined(clauses_of(words, gate.permissive, Truth::never), "or"));
        for (std::string& clause : clauses_of(words, gate.restrictive, Truth::always))
            add_once(asked, std::move(clause));
    }
    return joined(asked, "and");
}

std::string predicate_text(const Sources& sources, const Cell& cell) {
    return predicate_text([&](const BoundExpr& clause) { return in_one_line(sources.text(clause.span())); },
                          cell);
}

std::vector<std::string> column_names(const Relation& relation, const std::vector<ColumnNumber>& columns) {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const ColumnNumber column : columns)
        names.emplace_back(relation.columns[column].name.text());
    return names;
}

} // namespace rlslint
