#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/project/files.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// Findings that are known: by rule, object and the clause's tokens, never by lines, so that they are
/// known again wherever they move to.
class Baseline {
public:
    /// What a file holds. Docs: docs/schema/baseline.schema.json.
    [[nodiscard]] static Result<Baseline> read(const Files& files, const std::string& path);

    /// The findings that nothing else silences.
    [[nodiscard]] static Baseline of(const std::vector<Finding>& findings);

    /// The same, and where they are and what they say: what is renamed later is known again by its place,
    /// a clause that is written otherwise by the same being said of the same object.
    [[nodiscard]] static Baseline of(const std::vector<Finding>& findings, const Sources& sources);

    /// Marks those findings that are known, each entry as often as it was counted.
    void apply(std::vector<Finding>& findings, const Sources& sources);

    /// What is said of a finding that is known: "known from the baseline", unless this is set.
    void set_reason(std::string reason) { reason_ = std::move(reason); }

    /// How many entries no finding has used up.
    [[nodiscard]] std::size_t left_over() const;

    /// As a file's text, sorted.
    [[nodiscard]] std::string text() const;

private:
    using Key = std::tuple<std::string, std::string, std::string>; ///< rule, subject, clause

    using Spot =
        std::tuple<std::string, std::string, std::uint32_t, std::string>; ///< rule, file, offset, clause

    [[nodiscard]] static Key key_of(const Finding& finding);
    [[nodiscard]] static Spot spot_of(const Finding& finding, const Sources& sources);
    using Saying = std::tuple<std::string, std::string, std::string>; ///< rule, subject, message

    [[nodiscard]] static Saying saying_of(const Finding& finding);
    bool use_up(const Key& key, Finding& finding);
    void know_by_place(Finding& finding, const Sources& sources);
    void know_by_saying(Finding& finding);

    std::map<Key, std::size_t> counts_;
    std::map<Spot, Key> spots_; ///< of findings whose object may be called otherwise now
    std::multimap<Saying, Key> sayings_;
    std::string reason_ = "known from the baseline";
};

} // namespace rlslint
