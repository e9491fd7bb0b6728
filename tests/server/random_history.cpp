#include "random_history.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "history_templates.hpp"

namespace rlslint::testing {
namespace {

// What there is: kind, name, and the relation that it is on, if any. $1 is the lowest object id of the history.
constexpr const char* what_there_is = R"sql(
with relations as (
    select c.*, format('%I.%I', nspname, relname) as full_name
    from pg_class c join pg_namespace n on n.oid = relnamespace where nspname !~ '^pg_'
), routines as (
    select p.*, format('%I.%I', nspname, proname) as full_name
    from pg_proc p join pg_namespace n on n.oid = pronamespace
), types as (
    select t.*, format('%I.%I', nspname, typname) as full_name
    from pg_type t join pg_namespace n on n.oid = typnamespace
)
select kind, name, of from (
    select case relkind when 'v' then 'view' when 'm' then 'matview' when 'p' then 'partitioned'
                        when 'S' then 'sequence' when 'i' then 'index' when 'I' then 'index' else 'table' end,
           full_name, '', oid
    from relations where relkind in ('r', 'p', 'v', 'm', 'S', 'i', 'I')
    union all
    select 'column', quote_ident(attname), full_name, r.oid
    from pg_attribute join relations r on r.oid = attrelid
    where relkind in ('r', 'p', 'v', 'm', 'c') and attnum > 0 and not attisdropped
    union all
    select 'constraint', quote_ident(conname), full_name, c.oid
    from pg_constraint c join relations r on r.oid = conrelid
    union all
    select 'policy', format('%I on %s', polname, full_name), '', p.oid
    from pg_policy p join relations r on r.oid = polrelid
    union all
    select 'trigger', format('%I on %s', tgname, full_name), '', t.oid
    from pg_trigger t join relations r on r.oid = tgrelid where not tgisinternal
    union all
    select 'rule', format('%I on %s', rulename, full_name), '', w.oid
    from pg_rewrite w join relations r on r.oid = ev_class where rulename <> '_RETURN'
    union all
    select 'function', format('%s(%s)', full_name, pg_get_function_identity_arguments(oid)), '', oid
    from routines
    union all
    select 'plain function', full_name, '', oid
    from routines where pronargs = 0 and prokind = 'f' and prorettype <> 'trigger'::regtype
    union all
    select 'trigger function', full_name, '', oid
    from routines where pronargs = 0 and prorettype = 'trigger'::regtype
    union all
    select 'old function', quote_ident(proname), '', oid from routines
    union all
    select 'made type', full_name, '', oid
    from types where typtype in ('e', 'd', 'r') or typtype = 'c' and 'c' = (select relkind from pg_class c where c.oid = typrelid)
    union all
    select 'composite', full_name, '', oid
    from types where typtype = 'c' and 'c' = (select relkind from pg_class c where c.oid = typrelid)
    union all
    select 'made role', quote_ident(rolname), '', oid from pg_roles
    union all
    select 'made schema', quote_ident(nspname), '', oid from pg_namespace where nspname !~ '^pg_'
) found (kind, name, of, oid)
where oid > $1 order by 1, 2, 3)sql";

// Text of statements, made from templates and names.
class Writer {
public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    // The next one: mostly `way_out`, if there is one.
    std::string statement(const std::string& way_out) {
        if (!way_out.empty() && below(4) != 0) return way_out;
        for (;;) {
            that_.clear();
            std::string text = expand(choose_template());
            if (text.find("missing") == std::string::npos) return text;
        }
    }

    // Learns what there is.
    void look(const std::vector<Row>& found) {
        names_.clear();
        parts_.clear();
        names_["platform role"] = platform_roles;
        for (const Row& row : found) {
            if (!row[2]->empty())
                parts_[{*row[0], *row[2]}].push_back(*row[1]);
            else
                names_[*row[0]].push_back(*row[1]);
            if (row[0] == "partitioned") names_["table"].push_back(*row[1]);
        }
        for (const char* kind : {"table", "view", "matview"}) {
            std::ranges::copy(names_[kind], std::back_inserter(names_["relation"]));
        }
    }

    std::vector<std::string> platform_roles;

private:
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

    std::string_view choose_template() {
        unsigned total = 0;
        for (const Template& entry : history_templates())
            total += entry.weight;
        std::size_t left = below(total);
        const Template* entry = history_templates().data();
        for (; left >= entry->weight; ++entry)
            left -= entry->weight;
        return entry->text;
    }

    // The alternatives of what stands between a brace and its partner.
    static std::vector<std::string_view> alternatives(std::string_view text) {
        std::vector<std::string_view> found;
        std::size_t depth = 0;
        std::size_t begin = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '{') ++depth;
            if (text[i] == '}') --depth;
            if (text[i] != '|' || depth > 0) continue;
            found.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
        found.push_back(text.substr(begin));
        return found;
    }

    std::string expand(std::string_view text) {
        std::string done;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '{') {
                done += text[i];
                continue;
            }
            const std::size_t begin = i + 1;
            for (std::size_t depth = 1; depth > 0;) {
                ++i;
                if (text[i] == '{') ++depth;
                if (text[i] == '}') --depth;
            }
            const std::vector<std::string_view> choices = alternatives(text.substr(begin, i - begin));
            done += choices.size() == 1 ? name(choices[0]) : expand(choices[below(choices.size())]);
        }
        return done;
    }

    std::string name(std::string_view kind) {
        for (const auto& [named, text] : named_texts()) {
            if (kind == named) return expand(text);
        }
        if (kind == "new") return new_name();
        if (kind == "number") return std::to_string(below(1000));
        if (kind == "that") return that_;
        if (kind == "column" || kind == "constraint") return one_of(parts_[{std::string{kind}, that_}]);
        // A view of itself the server makes, but drops with an internal error (XX000).
        if (kind == "other relation") return one_but(that_, names_["relation"]);
        const bool silent = kind.starts_with("pick ");
        if (silent) kind.remove_prefix(5);
        std::string chosen = one_of(names_[std::string{kind}]);
        const bool has_parts = kind == "table" || kind == "relation" || kind == "view" ||
                               kind == "partitioned" || kind == "composite";
        if (silent || has_parts) that_ = chosen;
        return silent ? "" : chosen;
    }

    std::string one_of(const std::vector<std::string>& pool) {
        return pool.empty() ? "missing" : pool[below(pool.size())];
    }

    std::string one_but(const std::string& unwanted, const std::vector<std::string>& pool) {
        const std::string chosen = one_of(pool);
        return chosen != unwanted || pool.size() < 2 ? chosen : one_but(unwanted, pool);
    }

    // Now and then one that was used before, or one that needs quotes.
    std::string new_name() {
        if (below(15) == 0 && counter_ > 0) return "n" + std::to_string(below(counter_));
        const std::string number = std::to_string(counter_++);
        return below(15) == 0 ? "\"N " + number + "\"" : "n" + number;
    }

    std::mt19937_64 random_;
    std::map<std::string, std::vector<std::string>, std::less<>> names_;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> parts_; // by kind and relation
    std::string that_;
    std::size_t counter_ = 0;
};

// What somebody would do whose statement has failed.
std::string way_out(const Answer& answer) {
    if (answer.ok()) return "";
    const std::string& sqlstate = answer.error->sqlstate;
    if (sqlstate == "25P02") return "rollback";
    if (sqlstate == "42501") return "reset role";
    if (sqlstate == "3F000") return "reset search_path";
    return "";
}

} // namespace

std::string random_history(std::string_view profile_name, std::uint64_t seed, std::size_t statements) {
    const Profile profile = profile_named(profile_name);
    const PrivateServer server{server_schema(profile)};
    Connection session = server.connect(profile.platform.migration_role);
    Connection observer = server.connect(PrivateServer::superuser);
    std::string query = what_there_is;
    query.replace(query.find("$1"), 2, observer.value("select lo_create(0)"));

    Writer writer{seed};
    for (const char* role : {"postgres", "anon", "authenticated", "service_role"}) {
        if (!observer.query("select from pg_roles where rolname = '" + std::string{role} + "'").empty())
            writer.platform_roles.emplace_back(role);
    }
    std::string history;
    std::string next;
    for (std::size_t i = 0; i < statements; ++i) {
        if (i % 10 == 0) writer.look(observer.query(query));
        const auto first = first_statements();
        const std::string statement = i < first.size() ? std::string{first[i]} : writer.statement(next);
        history += statement + ";\n";
        next = way_out(session.run(statement));
    }
    return history;
}

} // namespace rlslint::testing
