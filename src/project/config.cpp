#include "rlslint/project/config.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "rlslint/project/layout.hpp"
#include "rlslint/project/profile.hpp"
#include "rlslint/text/ascii.hpp"

#include "path.hpp"
#include "session_functions.hpp"
#include "toml_table.hpp"

namespace rlslint {
namespace {

constexpr std::array<std::string_view, 22> keys{"extends",
                                                "profile",
                                                "era",
                                                "layout",
                                                "exclude",
                                                "baseline",
                                                "api_roles",
                                                "anonymous_roles",
                                                "service_roles",
                                                "exposed_schemas",
                                                "public_tables",
                                                "service_only",
                                                "require_rls",
                                                "identity_columns",
                                                "tenant_columns",
                                                "sensitive_names",
                                                "identity_settings",
                                                "session_functions",
                                                "placeholders",
                                                "rules",
                                                "ignore",
                                                "expect"};

/// schema.table; public where no schema is written.
Symbol qualified(std::string_view table) {
    return Symbol(table.find('.') == table.npos ? fmt::format("public.{}", table) : std::string(table));
}

void qualify(std::vector<Symbol>& tables) {
    for (Symbol& table : tables)
        table = qualified(table.text());
}

/// A value that is one of a few words.
void read_word(TomlTable& table, std::string_view key, std::string& to,
               std::initializer_list<std::string_view> words, std::string_view wanted) {
    table.read(key, to);
    if (std::find(words.begin(), words.end(), to) == words.end())
        table.refuse(key, fmt::format("\"{}\" must be {}", key, wanted));
}

void read_severity(TomlTable& table, std::string_view key, RuleSetting& setting) {
    std::string word;
    read_word(table, key, word, {"error", "warning", "info", "off"}, "error, warning, info or off");
    setting.severity = parse_severity(word);
    setting.off = word == "off";
}

/// severity = "…", and whatever the rule can be told beside it.
void read_rule_table(TomlTable table, RuleSetting& setting) {
    for (const std::string& key : table.keys()) {
        if (key == "severity") {
            read_severity(table, key, setting);
        } else if (auto value = table.read_option(key)) {
            setting.options.insert_or_assign(key, RuleSetting::Option{std::move(*value), table.place(key)});
        }
    }
}

/// What is set of a rule stays where what comes over it says nothing of that.
void read_rules(TomlTable& table, Config& config) {
    TomlTable rules = table.table("rules");
    for (const std::string& rule : rules.keys()) {
        const auto known = std::find_if(config.rules.begin(), config.rules.end(),
                                        [&](const RuleSetting& one) { return one.rule == rule; });
        RuleSetting& setting = known != config.rules.end()
                                   ? *known
                                   : config.rules.emplace_back(RuleSetting{rule, {}, false, ""});
        setting.at = rules.place(rule);
        if (rules.is_table(rule)) {
            read_rule_table(rules.table(rule), setting);
        } else {
            read_severity(rules, rule, setting);
        }
    }
}

/// A string, or an array of them.
std::vector<std::string> read_list(TomlTable& table, std::string_view key) {
    std::vector<std::string> list;
    if (table.is_string(key)) {
        table.read(key, list.emplace_back());
    } else {
        table.read(key, list);
    }
    return list;
}

void read_ignores(TomlTable& table, const std::string& folder, Config& config) {
    for (TomlTable& one : table.tables("ignore")) {
        IgnoreEntry entry;
        entry.at = one.place();
        entry.folder = folder;
        entry.rules = read_list(one, "rule");
        entry.objects = read_list(one, "object");
        entry.paths = read_list(one, "path");
        one.read("reason", entry.reason);
        one.refuse_others();
        if (entry.rules.empty()) one.refuse("rule", "an [[ignore]] needs a \"rule\"");
        if (entry.objects.empty() && entry.paths.empty())
            one.refuse("object", "an [[ignore]] needs an \"object\" or a \"path\"");
        if (entry.reason.empty()) one.refuse("reason", "an [[ignore]] needs a \"reason\"");
        config.ignores.push_back(std::move(entry));
    }
}

PolicyCommand command_called(std::string_view word) {
    for (const PolicyCommand command :
         {PolicyCommand::insert, PolicyCommand::update, PolicyCommand::delete_}) {
        if (lower_case(to_string(command)) == word) return command;
    }
    return PolicyCommand::select;
}

Expectation::Access access_called(std::string_view word) {
    using Access = Expectation::Access;
    for (const Access access : {Access::own, Access::tenant, Access::all}) {
        if (to_string(access) == word) return access;
    }
    return Access::none;
}

ExpectEntry read_expectation(TomlTable& one) {
    ExpectEntry entry;
    std::string relation, command, access;
    one.read("relation", relation);
    one.read("role", entry.expectation.role);
    read_word(one, "command", command, {"select", "insert", "update", "delete"},
              "select, insert, update or delete");
    read_word(one, "access", access, {"none", "own", "tenant", "all"}, "none, own, tenant or all");
    one.refuse_others();
    if (relation.empty()) one.refuse("relation", "an [[expect]] needs a \"relation\"");
    if (entry.expectation.role.empty()) one.refuse("role", "an [[expect]] needs a \"role\"");
    entry.expectation.relation = qualified(relation);
    entry.expectation.command = command_called(command);
    entry.expectation.access = access_called(access);
    std::tie(entry.begin, entry.end) = one.range("access");
    entry.at = one.place();
    return entry;
}

void read_expectations(TomlTable& table, const std::string& file, Config& config) {
    for (TomlTable& one : table.tables("expect")) {
        config.expectations.push_back(read_expectation(one));
        config.expectations.back().file = file;
    }
}

/// "all", or an array of schemas.
void read_required(TomlTable& table, Config& config) {
    if (!table.is_string("require_rls")) return table.read("require_rls", config.require_rls);
    std::string word;
    read_word(table, "require_rls", word, {"all"}, "\"all\" or an array of schemas");
    config.require_rls_everywhere = true;
}

void read_placeholders(TomlTable& table, Config& config) {
    TomlTable values = table.table("placeholders");
    for (const std::string& name : values.keys())
        values.read(name, config.placeholders[name]);
}

void read_words(TomlTable& table, const std::string& folder, Config& config) {
    table.read("profile", config.profile);
    table.read("era", config.era);
    table.read("layout", config.layout);
    if (config.layout && !parse_layout(*config.layout))
        table.refuse("layout", fmt::format("there is no layout \"{}\"", *config.layout));
    std::vector<std::string> exclude;
    table.read("exclude", exclude);
    for (const std::string& pattern : exclude)
        config.exclude.push_back(pattern.find('/') == pattern.npos ? pattern : path::join(folder, pattern));
    std::optional<std::string> baseline;
    table.read("baseline", baseline);
    if (baseline) config.baseline = path::join(folder, *baseline);
}

void read_names(TomlTable& table, Config& config) {
    table.read("api_roles", config.api_roles);
    table.read("anonymous_roles", config.anonymous_roles);
    table.read("service_roles", config.service_roles);
    table.read("exposed_schemas", config.exposed_schemas);
    table.read("identity_settings", config.identity_settings);
    table.read("public_tables", config.public_tables);
    table.read("service_only", config.service_only);
    read_required(table, config);
    table.read("identity_columns", config.identity_columns);
    table.read("tenant_columns", config.tenant_columns);
    table.read("sensitive_names", config.sensitive_names);
    qualify(config.public_tables);
    qualify(config.service_only);
    for (TomlTable& one : table.tables("session_functions"))
        config.session_functions.push_back(read_session_function(one));
}

/// Puts what a text says over what is in `config` already. What it extends is left to the caller.
std::optional<Failure> parse_over(std::string_view text, const std::string& file, Config& config,
                                  std::string& extends) {
    TomlErrors errors(file);
    if (const auto parsed = parse_toml(text, errors)) {
        const std::size_t slash = file.rfind('/');
        const std::string folder = slash == file.npos ? "." : file.substr(0, std::max<std::size_t>(slash, 1));
        TomlTable table(*parsed, errors);
        for (const std::string& key : table.keys())
            config.places[key] = table.place(key);
        table.read("extends", extends);
        config.extends = extends;
        read_words(table, folder, config);
        read_names(table, config);
        read_placeholders(table, config);
        read_rules(table, config);
        read_ignores(table, folder, config);
        read_expectations(table, file, config);
        table.refuse_others();
    }
    config.file = file;
    return errors.first();
}

/// The folder beyond which a configuration may not reach: its repository's root, or its own.
std::string repository_of(const Files& files, const std::string& file) {
    std::string own = path::parent(path::absolute(files, file));
    for (std::string folder = own;; folder = path::parent(folder)) {
        if (files.kind(path::join(folder, ".git")) != FileKind::missing) return folder;
        if (folder == path::parent(folder)) return own;
    }
}

bool is_inside(const Files& files, const std::string& path, const std::string& folder) {
    const std::string real = files.real_path(path), root = files.real_path(folder);
    return root == "/" || real.starts_with(root + "/");
}

/// `seen` holds the files on the way here, so that none extends itself.
std::optional<Failure> read_over(const Files& files, const std::string& path, const std::string& repository,
                                 std::vector<std::string> seen, Config& config) {
    const Result<std::string> text = files.read(path);
    if (!text) return Failure{fmt::format("{}: {}", path, text.failure().message)};
    Config own;
    std::string extends;
    if (auto failure = parse_over(*text, path, own, extends)) return failure;
    if (!extends.empty()) {
        const std::string at = own.places.find("extends")->second;
        const std::string below = path::join(path::parent(path::absolute(files, path)), extends);
        if (!is_inside(files, below, repository))
            return Failure{fmt::format("{}: \"extends\" leads out of the repository: {}", at, extends)};
        if (std::find(seen.begin(), seen.end(), below) != seen.end())
            return Failure{fmt::format("{}: \"extends\" goes round in a circle", at)};
        seen.push_back(below);
        if (auto failure = read_over(files, path::shown(files, below), repository, seen, config))
            return failure;
    }
    return parse_over(*text, path, config, extends);
}

} // namespace

std::span<const std::string_view> config_keys() { return keys; }

std::optional<std::string> find_config(const Files& files, std::string_view path) {
    std::string folder = path::absolute(files, path);
    if (files.kind(folder) != FileKind::folder) folder = path::parent(folder);
    while (true) {
        const std::string candidate = path::join(folder, config_name);
        if (files.kind(candidate) == FileKind::file) return path::shown(files, candidate);
        const std::string above = path::parent(folder);
        if (above == folder || files.kind(path::join(folder, ".git")) != FileKind::missing)
            return std::nullopt;
        folder = above;
    }
}

Result<Config> parse_config(std::string_view text, const std::string& path) {
    Config config;
    std::string extends;
    if (auto failure = parse_over(text, path, config, extends)) return *failure;
    return config;
}

Result<Config> read_config(const Files& files, const std::string& path) {
    Config config;
    if (auto failure =
            read_over(files, path, repository_of(files, path), {path::absolute(files, path)}, config))
        return *failure;
    return config;
}

void apply(const Config& config, Platform& platform) {
    if (config.api_roles) platform.api_roles = *config.api_roles;
    if (config.anonymous_roles) platform.anonymous_roles = *config.anonymous_roles;
    if (config.service_roles) platform.service_roles = *config.service_roles;
    if (config.exposed_schemas) platform.exposed_schemas = *config.exposed_schemas;
    if (config.identity_settings) platform.identity_settings = *config.identity_settings;
    platform.session_functions.insert(platform.session_functions.begin(), config.session_functions.begin(),
                                      config.session_functions.end());
    platform.public_tables = config.public_tables;
    platform.service_only = config.service_only;
    platform.require_rls = config.require_rls;
    platform.require_rls_everywhere = config.require_rls_everywhere;
    platform.expectations.clear();
    for (const ExpectEntry& entry : config.expectations)
        platform.expectations.push_back(entry.expectation);
    platform.identity_columns = config.identity_columns;
    platform.tenant_columns = config.tenant_columns;
    platform.sensitive_names = config.sensitive_names;
}

Result<SupabaseConfig> parse_supabase_config(std::string_view text, const std::string& path) {
    TomlErrors errors(path);
    SupabaseConfig config;
    if (const auto parsed = parse_toml(text, errors)) {
        TomlTable table(*parsed, errors);
        TomlTable api = table.table("api");
        api.read("schemas", config.schemas);
        api.read("auto_expose_new_tables", config.auto_expose_new_tables);
        table.table("db").table("migrations").read("schema_paths", config.schema_paths);
        table.table("auth").read("enable_anonymous_sign_ins", config.anonymous_sign_ins);
    }
    if (errors.first()) return *errors.first();
    return config;
}

Result<SupabaseConfig> read_supabase_config(const Files& files, const std::string& root) {
    const std::string path = path::join(root, "supabase/config.toml");
    if (files.kind(path) != FileKind::file) return SupabaseConfig{};
    const Result<std::string> text = files.read(path);
    if (!text) return Failure{fmt::format("{}: {}", path, text.failure().message)};
    return parse_supabase_config(*text, path);
}

} // namespace rlslint
