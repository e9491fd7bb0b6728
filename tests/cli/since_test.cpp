// --since, in repositories of real git.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* first = "supabase/migrations/20250101000000_notes.sql";
constexpr const char* second = "supabase/migrations/20250201000000_more.sql";

/// A repository in a temporary folder, with one commit.
class Repository {
public:
    Repository() : folder_(fs::temp_directory_path() / ("rlslint-since-" + std::to_string(getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        git("init -q");
    }
    ~Repository() { fs::remove_all(folder_); }
    Repository(const Repository&) = delete;
    Repository& operator=(const Repository&) = delete;

    void put(const std::string& path, const std::string& text) const {
        fs::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path, std::ios::binary) << text;
    }
    void git(const std::string& arguments) const {
        const std::string command = "git -C '" + folder_.string() +
                                    "' -c user.name=x -c user.email=x@example.com " + arguments +
                                    " > /dev/null 2>&1";
        REQUIRE_MESSAGE(std::system(command.c_str()) == 0, command);
    }
    void commit() const {
        git("add -A");
        git("commit -q -m x");
    }
    [[nodiscard]] std::string path(const std::string& name = "") const { return (folder_ / name).string(); }

    Ran check(std::vector<std::string> arguments) const {
        const auto files = disk();
        arguments.insert(arguments.begin(), path());
        return run_on(*files, arguments);
    }

    /// The findings that count, as rule and subject.
    std::vector<std::string> found(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--format", "json"});
        std::vector<std::string> all;
        const auto report = nlohmann::json::parse(check(arguments).out);
        for (const auto& finding : report["findings"]) {
            if (finding["suppressed"].is_null())
                all.push_back(finding["rule"].get<std::string>() + " " +
                              finding["subject"].get<std::string>());
        }
        return all;
    }

private:
    fs::path folder_;
};

bool has_git() {
    const bool has = std::system("git --version > /dev/null 2>&1") == 0;
    if (!has) {
        REQUIRE_MESSAGE(std::getenv("CI") == nullptr, "git is not installed: --since cannot be tested");
        MESSAGE("skipped: git is not installed");
    }
    return has;
}

using Found = std::vector<std::string>;

} // namespace

TEST_CASE("--since: what the commit had does not count, what came since does") {
    if (!has_git()) return;
    const Repository repository;
    repository.put(first, open_policy);
    repository.commit();
    CHECK(repository.found({}) == Found{"policy-always-true public.notes/p"});
    CHECK(repository.found({"--since", "HEAD"}).empty());
    CHECK(repository.check({"--since", "HEAD"}).code == 0);
    repository.put(second, "create table public.plans (id bigint);\n");
    CHECK(repository.found({"--since", "HEAD"}) == Found{"rls-disabled public.plans"});
    CHECK(repository.check({"--since", "HEAD"}).code == 1);
    CHECK(contains(repository.check({"--since", "HEAD"}).out,
                   "note: HEAD had 1 finding, which does not count"));
    repository.commit();
    CHECK(repository.found({"--since", "HEAD"}).empty());
    CHECK(repository.found({"--since", "HEAD~1"}) == Found{"rls-disabled public.plans"});
}

TEST_CASE("--since: what is renamed is not new") {
    if (!has_git()) return;
    const Repository repository;
    repository.put(first, open_policy);
    repository.commit();
    repository.put(second, "alter table public.notes rename to pages;\n"
                           "alter policy p on public.pages rename to everyone;\n");
    CHECK(repository.found({}) == Found{"policy-always-true public.pages/everyone"});
    CHECK(repository.found({"--rule", "policy-always-true", "--since", "HEAD"}).empty());
    repository.put(second, "alter policy p on public.notes rename to everyone;\n"
                           "create policy q on public.notes for all using (true);\n");
    CHECK(repository.found({"--rule", "policy-always-true", "--since", "HEAD"}) ==
          Found{"policy-always-true public.notes/q"});
}

TEST_CASE("--since: what is written otherwise and no better is not new") {
    if (!has_git()) return;
    const Repository repository;
    const std::string open_now = "create policy q on public.notes for all using (true);\n";
    repository.put(first, open_policy + "create table public.tags (id int);\n");
    repository.commit();
    repository.put(first,
                   "-- moved down\ncreate table public.notes (id bigint primary key, title text, owner uuid "
                   "unique);\nalter table public.notes enable row level security;\n"
                   "create policy p on public.notes for all using (1 = 1 or owner is null);\n"
                   "create table public.tags (id int, name text);\n");
    CHECK(repository.found({"--since", "HEAD"}).empty());
    // A second one that says the same of another object is, and so is what is worse.
    repository.put(second, open_now);
    CHECK(repository.found({"--rule", "policy-always-true", "--since", "HEAD"}) ==
          Found{"policy-always-true public.notes/q"});
    repository.put(first, clean);
    repository.put(second, "");
    repository.git("commit -qam x");
    repository.put(second, "drop policy p on public.notes;\ncreate policy p on public.notes using (true);\n");
    CHECK(repository.found({"--rule", "policy-always-true", "--since", "HEAD"}) ==
          Found{"policy-always-true public.notes/p"});
}

TEST_CASE("--since: what the commit silenced is new once it is silent no more") {
    if (!has_git()) return;
    const Repository repository;
    repository.put(first, "-- rlslint-ignore-file policy-always-true: known\n" + open_policy);
    repository.commit();
    repository.put(first, open_policy);
    CHECK(repository.found({"--since", "HEAD"}) == Found{"policy-always-true public.notes/p"});
}

TEST_CASE("--since: a commit with nothing to lint has no findings") {
    if (!has_git()) return;
    const Repository repository;
    repository.put("README.md", "x");
    repository.commit();
    repository.put(first, open_policy);
    CHECK(repository.found({"--since", "HEAD"}) == Found{"policy-always-true public.notes/p"});
    CHECK(contains(repository.check({"--since", "HEAD"}).out, "HEAD has no findings: nothing to lint"));
}

TEST_CASE("--since: what is wrong is said") {
    const auto message = [](const Ran& ran) {
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        return ran.err;
    };
    MemoryFiles nowhere = project_of(clean);
    nowhere.standard_input = clean;
    CHECK(message(run_on(nowhere, {"--since", "HEAD"})) ==
          "rlslint: error: --since: . is in no git repository\n");
    CHECK(contains(message(run_on(nowhere, {"-", "--since", "HEAD"})), "standard input is in no commit"));
    if (!has_git()) return;
    const Repository repository;
    repository.put(first, clean);
    repository.commit();
    for (const std::string commit : {"gone", "--output=x", "HEAD^{tree}"}) {
        CHECK(contains(message(repository.check({"--since=" + commit})), "there is no commit " + commit));
    }
    const std::string paths = std::getenv("PATH");
    setenv("PATH", "/no/such/folder", 1);
    const std::string without = message(repository.check({"--since", "HEAD"}));
    setenv("PATH", paths.c_str(), 1);
    CHECK(contains(without, "git cannot be run: No such file or directory"));
}

TEST_CASE("--since runs nothing of what the repository's configuration names") {
    if (!has_git()) return;
    const Repository repository;
    repository.put(first, open_policy);
    repository.put(".gitattributes", "*.sql filter=x diff=x\n");
    repository.commit();
    const std::string script = repository.path("run.sh"), trace = repository.path("ran");
    repository.put("run.sh", "#!/bin/sh\ntouch '" + trace + "'\ncat\n");
    fs::permissions(script, fs::perms::owner_all);
    for (const char* key : {"core.fsmonitor", "core.pager", "pager.cat-file", "pager.ls-tree",
                            "filter.x.smudge", "filter.x.clean", "diff.x.textconv", "alias.cat-file",
                            "core.sshCommand", "core.alternateRefsCommand", "remote.origin.uploadpack"})
        repository.git("config " + std::string(key) + " '" + script + "'");
    repository.git("config remote.origin.promisor true");
    repository.git("config extensions.partialClone origin");
    repository.git("config remote.origin.url 'ext::" + script + "'");
    for (const char* hook : {"post-checkout", "post-index-change", "reference-transaction"}) {
        repository.put(".git/hooks/" + std::string(hook), "#!/bin/sh\ntouch '" + trace + "'\n");
        fs::permissions(repository.path(".git/hooks/") + hook, fs::perms::owner_all);
    }
    fs::remove(trace);
    CHECK(repository.found({"--since", "HEAD"}).empty());
    CHECK_FALSE(fs::exists(trace));
    CHECK(fs::exists(repository.path(first)));
}

TEST_CASE("--since: links in a commit lead to what it has, and never out of it") {
    if (!has_git()) return;
    const Repository repository;
    repository.put("shared/notes.sql", open_policy);
    fs::create_directories(repository.path("supabase/migrations"));
    fs::create_symlink("../../shared/notes.sql", repository.path(first));
    fs::create_symlink("/etc/hostname", repository.path(second));
    repository.commit();
    fs::remove(repository.path(second));
    CHECK(repository.found({"--since", "HEAD"}).empty());
}

TEST_CASE("--since: a window that a new migration opens weighs more") {
    if (!has_git()) return;
    const Repository repository;
    repository.put("README.md", "x");
    repository.commit();
    repository.put(first, "create table public.notes (id bigint);\n");
    repository.put(second, "alter table public.notes enable row level security;\n"
                           "create policy p on public.notes for select to authenticated using (id = 1);\n");
    const auto severity = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--rule", "unprotected-window", "--format", "json"});
        const auto report = nlohmann::json::parse(repository.check(arguments).out);
        REQUIRE(report["findings"].size() == 1);
        return report["findings"][0]["severity"].get<std::string>();
    };
    CHECK(severity({}) == "info");
    CHECK(severity({"--since", "HEAD"}) == "warning");
    repository.commit();
    CHECK(severity({"--since", "HEAD"}) == "info");
}
