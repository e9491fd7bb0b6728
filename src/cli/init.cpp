#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/project/config.hpp"

#include "command.hpp"
#include "in_force.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

struct InitOptions {
    InputOptions input;
    bool force = false;
    bool print = false;
};

/// A key that is worth a line, and what it is for.
struct Explained {
    std::string_view key;
    std::string_view what;
};

constexpr Explained explained[] = {
    {"profile", "What is in the database before the first migration."},
    {"era", "Of Supabase: explicit-grants, or auto-expose where new tables are granted to the API roles."},
    {"layout", "The tool that runs the migrations; others' are not looked for then."},
    {"exclude", "Files to leave out: names, or patterns from this folder."},
    {"api_roles", "Roles that untrusted clients hold."},
    {"anonymous_roles", "Those among them that need no sign-in."},
    {"service_roles", "Roles of trusted back ends: never a finding's victim."},
    {"exposed_schemas", "Schemas that the API serves; empty: all of them."},
    {"identity_settings", "Settings that say who is asking, as in current_setting('app.user_id')."},
    {"public_tables", "Tables that are meant for everyone."},
    {"service_only", "Tables that are meant for service roles alone."},
    {"require_rls", "Schemas whose tables must all have row security, or \"all\"."},
    {"identity_columns", "Columns that say whose a row is, where their names or foreign keys do not."},
    {"tenant_columns", "Columns that say which tenant's a row is."},
    {"sensitive_names", "More words in names of columns that hold secrets."},
};

constexpr std::string_view examples =
    "# A file with findings that are known: --update-baseline writes it.\n"
    "# baseline = \"rlslint-baseline.json\"\n"
    "\n"
    "# Another configuration of this repository, whose values hold where this one has none.\n"
    "# extends = \"../rlslint.toml\"\n"
    "\n"
    "# Functions that tell something of the session, beside the profile's: identity, claims, role, email or "
    "other.\n"
    "# [[session_functions]]\n"
    "# name = \"app.current_user_id\"\n"
    "# gives = \"identity\"\n"
    "\n"
    "# What placeholders in migrations stand for.\n"
    "# [placeholders]\n"
    "# schema = \"app\"\n"
    "\n"
    "# By rule: error, warning, info or off. `rlslint rules` lists them, `rlslint explain RULE` says what "
    "else\n"
    "# some of them can be told.\n"
    "# [rules]\n"
    "# auth-call-per-row = \"off\"\n"
    "# multiple-permissive = { severity = \"info\", most = 2 }\n"
    "\n"
    "# Findings that are known and meant so. In a file: -- rlslint-ignore RULE: reason\n"
    "# [[ignore]]\n"
    "# rule = \"policy-always-true\"\n"
    "# object = \"public.plans\"\n"
    "# reason = \"The price list is public\"\n"
    "\n"
    "# Access that is meant so: none, own, tenant or all rows. What breaks it is an error.\n"
    "# [[expect]]\n"
    "# role = \"anon\"\n"
    "# relation = \"public.plans\"\n"
    "# command = \"select\"\n"
    "# access = \"all\"\n";

std::string projects_seen(const Workspace& workspace) {
    std::string text;
    for (const LoadedProject& one : workspace.projects) {
        text += fmt::format("# {}: layout {}, {} file{}, profile {}: {}\n", one.project.root,
                            to_string(one.project.layout), one.project.files.size(),
                            one.project.files.size() == 1 ? "" : "s", one.platform.profile, one.why);
    }
    return text;
}

/// Every key is a comment with the value that holds anyway, so that the file changes nothing yet.
std::string text_for(const Workspace& workspace) {
    std::string text =
        "#:schema https://rlslint.dev/schema/rlslint.schema.json\n"
        "# How rlslint lints what lies below this folder. What it saw when this was written:\n";
    text += projects_seen(workspace);
    text += '\n';
    const std::vector<InForce> settings = settings_in_force(workspace.projects.front());
    for (const Explained& one : explained) {
        const auto setting = std::find_if(settings.begin(), settings.end(),
                                          [&](const InForce& each) { return each.key == one.key; });
        if (setting != settings.end())
            text += fmt::format("# {}\n# {} = {}\n\n", one.what, setting->key, setting->value);
    }
    text += examples;
    return text;
}

int init(const InitOptions& options, Io& io) {
    const std::string file(config_name);
    if (!options.force && !options.print && io.files.kind(file) != FileKind::missing) {
        complain(io, fmt::format("{} is there already: --force writes a new one over it", file));
        return exit_trouble;
    }
    const std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    const std::string text = text_for(*workspace);
    if (options.print) return put(text, "", io) ? exit_clean : exit_trouble;
    if (!put(text, file, io)) return exit_trouble;
    return put(fmt::format("wrote {}\n", file), "", io) ? exit_clean : exit_trouble;
}

} // namespace

void add_init(CLI::App& app, Task& task) {
    const auto options = std::make_shared<InitOptions>();
    CLI::App* const command =
        app.add_subcommand("init", "Write a commented rlslint.toml that fits what is here");
    command->add_flag("--force", options->force, "Write over one that is there");
    command->add_flag("--print", options->print, "Print it instead");
    add_input_options(*command, options->input);
    command->callback([&task, options] { task = [options](Io& io) { return init(*options, io); }; });
}

} // namespace rlslint
