#pragma once

#include <string>
#include <vector>

#include "rlslint/project/profile.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint::testing {

/// Statements that are run on an empty platform: a file of fixtures/histories, whose first line says
/// on which ("-- profile: supabase"), or a project.
struct Fixture {
    std::string name; ///< below fixtures/: "histories/views/views.sql", "projects/saas"
    Profile profile;
    Sources sources;
    std::vector<Section> sections;
};

/// Throws where there is none.
[[nodiscard]] Profile profile_named(std::string_view name);

/// A fixture, or one made of a text. Throws where there is none.
[[nodiscard]] Fixture load_fixture(const std::string& name);
[[nodiscard]] Fixture fixture_of(std::string name, std::string_view profile, std::string sql);

/// A fixture of fixtures/rules/: a file, or a folder with the files of one history in name order; on the
/// older era's platform where it does not say on which.
[[nodiscard]] Fixture rule_fixture(const std::string& rule, const std::string& name);

/// The names of a rule's fixtures, in order.
[[nodiscard]] std::vector<std::string> rule_fixture_names(const std::string& rule);

/// All projects of a folder, or of a file, wherever it is; each with the profile that `check` would choose.
[[nodiscard]] std::vector<Fixture> load_projects(const std::string& path);

/// The names of all fixtures, in order.
[[nodiscard]] std::vector<std::string> fixture_names();

} // namespace rlslint::testing
