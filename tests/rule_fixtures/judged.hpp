#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/lint/engine.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint::test {

struct File {
    std::string path;
    std::string text;
};

/// All of them, in place of a rule's id.
inline constexpr std::string_view every_rule = "*";

/// A history judged by every rule that is on by default, remarks on cost left out, and by `also`, whatever it
/// is. Lines at the top of its first file may say under what circumstances:
///
///     -- profile: supabase                  (else supabase-auto-expose)
///     -- public_tables: public.countries, public.currencies
///     -- service_only: public.jobs
///     -- rlslint.toml: require_rls = ["public"]     (one line of TOML)
class Judged {
public:
    explicit Judged(const std::vector<File>& files, std::string_view also = "",
                    const std::string& profile = "supabase-auto-expose");
    Judged(const Judged&) = delete;
    Judged& operator=(const Judged&) = delete;

    const Sources& sources() const { return sources_; }
    const History& history() const { return history_; }
    const Platform& platform() const { return platform_; }
    const std::vector<Finding>& findings() const { return findings_; }

private:
    Sources sources_;
    Platform platform_;
    History history_;
    std::vector<Finding> findings_;
};

} // namespace rlslint::test
