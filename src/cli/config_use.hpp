#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/lint/model.hpp"
#include "rlslint/project/config.hpp"

namespace rlslint {

/// What a configuration names and no project under it has: a typing mistake, or left over. Projects may share
/// one, so that all of them are heard first.
class ConfigUse {
public:
    void add(const Model& model, const Config& config);

    /// Keeps the notes on a configuration's unused ignores back until all projects are heard; the others are
    /// handed on.
    [[nodiscard]] std::vector<RunNote> without_ignores(std::vector<RunNote> notes);

    void note_unused(std::vector<RunNote>& notes) const;

private:
    /// An entry of a list of names.
    struct Named {
        std::string file, key, name;
        friend auto operator<=>(const Named&, const Named&) = default;
    };
    struct Use {
        std::string at;
        std::string what; ///< table, schema, role
        bool used = false;
        std::string meant;
    };
    struct Shared {
        const Expectation* expectation = nullptr;
        bool met = false;
    };

    void add_expectations(const Model& model);
    template <class IsThere>
    void add(const Config& config, const char* key, const char* what, const std::vector<Symbol>& names,
             const std::vector<std::string_view>& candidates, IsThere is_there);

    std::map<std::string, std::size_t> projects_; ///< how many there are, by configuration
    std::map<Named, Use> named_;
    std::map<std::pair<std::string, std::string>, std::size_t> ignores_; ///< by place and message: how often
    std::map<std::pair<std::uint32_t, std::uint32_t>, Shared> expectations_;
};

} // namespace rlslint
