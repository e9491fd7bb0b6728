#include "access_proof.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/access/beneath.hpp"
#include "rlslint/access/questions.hpp"
#include "rlslint/access/row_access.hpp"
#include "rlslint/access/through.hpp"
#include "rlslint/lint/certain.hpp"
#include "rlslint/lint/model.hpp"

#include "history_on_server.hpp"
#include "seed.hpp"

namespace rlslint::testing {
namespace {

constexpr std::size_t rows_of_a_table = 7;
constexpr std::size_t tried_rows = 4;

// Counts the rows that an UPDATE or DELETE finds, and keeps them as they are unless told otherwise.
constexpr const char* probe = R"sql(
create schema probe;
grant usage on schema probe to public;
create function probe.note() returns trigger language plpgsql as $$
begin
    perform set_config('probe.rows', (coalesce(nullif(current_setting('probe.rows', true), ''), '0')::int + 1)::text,
                       false);
    if current_setting('probe.go', true) = 'on' then
        return new;
    end if;
    return null;
end
$$
)sql";

struct Session {
    RoleId role;
    std::string name;   // of the role
    std::string claims; // "" for none
};

// What the server did.
struct Seen {
    std::optional<ServerError> error;
    std::size_t passed = 0;
    std::size_t kept_back = 0;
};

// What is known of one cell from all sessions.
struct Tally {
    bool passed = false;
    bool kept_back = false;
};

std::string_view name_of(Action action) {
    constexpr std::string_view names[] = {"select",       "insert", "update",      "update to",
                                          "blind update", "delete", "blind delete"};
    return names[static_cast<std::size_t>(action)];
}

class Proof {
public:
    Proof(const Model& model, const ServerHistory& server)
        : model_(model), access_(model.catalog, model.platform, model.reach),
          superuser_(server.server().connect(PrivateServer::superuser)),
          client_(server.server().connect(PrivateServer::superuser)) {}

    AccessProof run(const std::string& seed_sql) {
        superuser_.query(probe);
        if (!seed_sql.empty()) superuser_.query(seed_sql);
        for (const RelationId table : all_tables()) {
            seed(superuser_, sql_name(table), rows_of_a_table);
        }
        collect_sessions();
        for (const RelationId relation : relations())
            prove(relation);
        prove_functions();
        proof_.some = tallies_.size();
        for (const auto& [cell, tally] : tallies_) {
            if (tally.passed && tally.kept_back) ++proof_.some_either_way;
        }
        return std::move(proof_);
    }

private:
    // ---- what there is

    [[nodiscard]] std::string sql_name(RelationId id) const {
        const Relation& relation = model_.catalog[id];
        return quote_ident(model_.catalog[relation.schema].name.text()) + "." +
               quote_ident(relation.name.text());
    }

    [[nodiscard]] std::string regclass(RelationId id) const {
        std::string name = sql_name(id);
        for (auto at = name.find('\''); at != std::string::npos; at = name.find('\'', at + 2))
            name.insert(at, 1, '\'');
        return "to_regclass('" + name + "')";
    }

    bool exists(RelationId id) { return superuser_.value("select " + regclass(id) + " is not null") == "t"; }

    std::vector<RelationId> chosen(std::string_view kinds, bool profile) {
        std::vector<RelationId> result;
        const auto relations = model_.catalog.relations();
        for (std::uint32_t i = 0; i < relations.size(); ++i) {
            const Relation& relation = relations[i];
            const bool wanted = kinds.find(relation.kind) != std::string_view::npos &&
                                relation.origin.live() && !relation.origin.assumed &&
                                (profile || !relation.origin.profile) &&
                                relation.persistence != Persistence::temporary;
            if (wanted && exists({i})) result.push_back({i});
        }
        return result;
    }

    std::vector<RelationId> all_tables() { return chosen("r", true); }
    std::vector<RelationId> relations() { return chosen("rpv", false); }

    void collect_sessions() {
        std::vector<RoleId> roles(model_.reach.api_roles().begin(), model_.reach.api_roles().end());
        for (const Symbol name : model_.platform.service_roles)
            roles.push_back(model_.catalog.find_role(name));
        roles_ = roles;
        for (const RoleId role : roles) {
            const std::string name = model_.catalog.name_of(role);
            for (const Caller& caller : access_.callers(role))
                add_sessions(role, name, caller.kind);
        }
    }

    void add_sessions(RoleId role, const std::string& name, Caller::Kind kind) {
        if (kind == Caller::Kind::no_claims) return sessions_.push_back({role, name, ""});
        if (kind == Caller::Kind::nobody)
            return sessions_.push_back({role, name, fmt::format(R"({{"role": "{}"}})", name)});
        const char* more[] = {
            "", R"(, "email": "ann@x.org", "app_metadata": {"role": "admin", "admin": true})",
            R"(, "org_id": "a0000000-0000-0000-0000-000000000001", "user_metadata": {"role": "admin"})"};
        for (std::size_t i = 0; i < std::size(users); ++i) {
            sessions_.push_back(
                {role, name, fmt::format(R"({{"role": "{}", "sub": "{}"{}}})", name, users[i], more[i])});
        }
    }

    // Whether the replay has made of a relation what the server has. Where it has not, that is another
    // test's business.
    bool agrees(RelationId id) {
        const Relation& relation = model_.catalog[id];
        std::string asked =
            "select relrowsecurity, relforcerowsecurity, relowner::regrole::text, (select count(*) "
            "from pg_policy where polrelid = c.oid)";
        for (const RoleId role : roles_) {
            for (const char* privilege : {"select", "insert", "update", "delete"}) {
                const char* any = privilege == std::string_view{"delete"} ? "table" : "any_column";
                asked += fmt::format(", has_{}_privilege('{}', c.oid, '{}')", any,
                                     model_.catalog.name_of(role), privilege);
            }
        }
        const Row row = superuser_.query(asked + " from pg_class c where oid = " + regclass(id)).at(0);
        const auto flag = [](bool on) { return Field{on ? "t" : "f"}; };
        bool same = row[0] == flag(relation.rls.on) && row[1] == flag(relation.force.on) &&
                    row[2] == quote_ident(model_.catalog.name_of(relation.owner)) &&
                    row[3] == std::to_string(relation.policies.size());
        std::size_t at = 4;
        for (const RoleId role : roles_) {
            const PrivilegeSet held = model_.reach.privileges(role, id);
            for (const Privilege privilege :
                 {Privilege::select, Privilege::insert, Privilege::update, Privilege::delete_})
                same = row[at++] == flag(held.has(privilege)) && same;
        }
        return same;
    }

    // ---- comparing

    void prove(RelationId relation) {
        const bool table = !model_.catalog[relation].is_view();
        if (!agrees(relation)) {
            ++proof_.other_catalog;
            return;
        }
        const Answer rows = superuser_.run("select count(*) from " + sql_name(relation));
        if (rows.error) return;
        columns_ = writable_columns(superuser_, sql_name(relation));
        total_ = std::stoul(*rows.rows[0][0]);
        if (const RelationId written = written_through(model_.catalog, relation); written.valid())
            keep_columns_of(written);
        if (columns_.empty()) return;
        if (table) {
            probed_.insert(relation);
            // A partition has its parent's already.
            static_cast<void>(superuser_.run("create trigger \"!probe\" before update or delete on " +
                                             sql_name(relation) +
                                             " for each row execute function probe.note()"));
        }
        read_rows(relation);
        for (const Session& session : sessions_) {
            current_ = session.role;
            open(session);
            compare(session, relation, Action::select);
            if (table) compare_others(session, relation);
            if (!table && !probed_.contains(written_through(model_.catalog, relation))) continue;
            for (const Action action : {Action::insert, Action::update, Action::update_new,
                                        Action::blind_update, Action::delete_, Action::blind_delete})
                compare(session, relation, action);
        }
        client_.query("rollback");
        opened_ = false;
    }

    // Of a view's columns those through which one of the relation that is written to can be given a value.
    void keep_columns_of(RelationId written) {
        const std::vector<std::string> there = writable_columns(superuser_, sql_name(written));
        std::erase_if(columns_, [&](const std::string& column) {
            return std::find(there.begin(), there.end(), column) == there.end();
        });
    }

    void open(const Session& session) {
        if (opened_) client_.query("rollback");
        opened_ = true;
        client_.query("begin");
        if (!session.claims.empty())
            client_.query("select set_config('request.jwt.claims', '" + session.claims + "', true)");
        client_.query("set local role " + quote_ident(session.name));
    }

    // The values of some rows that are there, as literals.
    void read_rows(RelationId relation) {
        rows_.clear();
        std::string list;
        for (const std::string& column : columns_)
            list += (list.empty() ? "" : ", ") + column + "::text";
        if (list.empty()) return;
        rows_ = superuser_.query("select " + list + " from " + sql_name(relation) + " limit " +
                                 std::to_string(tried_rows));
    }

    void compare(const Session& session, RelationId relation, Action action) {
        // The sessions are compared one by one, but the claim is about them all.
        const Cell cell = certain(model_, relation, access_.cell(session.role, relation, action));
        ++proof_.cells;
        if (cell.verdict == Verdict::unknown) {
            ++proof_.unknown;
            return;
        }
        const Seen seen = ask(relation, action, cell);
        if (cell.verdict == Verdict::some) {
            note_some(session, relation, action, seen);
            return;
        }
        const bool wrong = cell.verdict == Verdict::none ? seen.passed > 0 : seen.kept_back > 0;
        if (wrong) contradict(session, relation, action, cell, seen);
    }

    void note_some(const Session& session, RelationId relation, Action action, const Seen& seen) {
        Tally& tally = tallies_[{session.role.value, relation.value, static_cast<int>(action)}];
        if (seen.passed > 0) tally.passed = true;
        if (seen.kept_back > 0) tally.kept_back = true;
    }

    void contradict(const Session& session, RelationId relation, Action action, const Cell& cell,
                    const Seen& seen) {
        proof_.contradictions.push_back(
            fmt::format("{} | {} as {} {} | we say {} ({}) | {} of {} rows passed, {} kept back{}",
                        model_.catalog.name_of(relation), name_of(action), session.name, session.claims,
                        to_string(cell.verdict), to_string(cell.why), seen.passed, total_, seen.kept_back,
                        seen.error ? " | " + seen.error->sqlstate + " " + seen.error->message : ""));
    }

    // Where we say that a user reads no rows of others, every row names the user, or the user's address.
    void compare_others(const Session& session, RelationId relation) {
        const auto sub = session.claims.find(R"("sub": ")");
        if (sub == std::string::npos) return;
        const Questions questions{model_.catalog, model_.platform, model_.reach, access_};
        if (questions.reaches_others(session.role, relation, Action::select) != rlslint::Answer::no) return;
        const std::string of_others = fmt::format(
            "select count(*) from {} t where t::text not like '%{}%' and t::text not like '%ann@x.org%'",
            sql_name(relation), session.claims.substr(sub + 8, 36));
        attempt(of_others, [&](const Answer& answer) {
            if (!answer.ok()) return;
            ++proof_.questions;
            if (*answer.rows[0][0] != "0")
                proof_.contradictions.push_back(
                    fmt::format("{} as {} | we say that no rows of others are read, {} are",
                                model_.catalog.name_of(relation), session.claims, *answer.rows[0][0]));
        });
    }

    // ---- functions

    // Those that run as their owner, with what arguments we have values for: what our doors say of them.
    void prove_functions() {
        const Doorways from{model_.catalog, model_.reach, access_, model_.routines,
                            [this](RoleId role, RelationId relation, Action action) {
                                return certain(model_, relation, access_.cell(role, relation, action));
                            }};
        const std::vector<Door> all = doors(from, roles_);
        for (std::uint32_t i = 0; i < model_.catalog.functions().size(); ++i) {
            const Function& function = model_.catalog[FunctionId{i}];
            const bool tried = function.security_definer && function.origin.live() &&
                               !function.origin.profile && !function.procedure && function.returns &&
                               function.returns->name.text() != "trigger";
            if (!tried) continue;
            for (const Session& session : sessions_) {
                open(session);
                for (const std::string& arguments : arguments_for(function))
                    compare(session, FunctionId{i}, arguments, all);
            }
        }
        client_.query("rollback");
        opened_ = false;
    }

    // Lists of values for all of them; none where one is of another type.
    static std::vector<std::string> arguments_for(const Function& function) {
        std::vector<std::string> lists;
        for (std::size_t n = 0; n < std::size(users); ++n) {
            std::string list;
            for (const FunctionArg& argument : function.args) {
                const std::string_view type = argument.type.name.text();
                const bool known = type == "uuid" || type == "text";
                if (!known || argument.mode != FunctionArg::Mode::in) return {};
                list += list.empty() ? "'" : ", '";
                list += type == "uuid" ? std::string{users[(n + list.size()) % std::size(users)]} : "admin";
                list += "'";
            }
            lists.push_back(std::move(list));
            if (function.args.empty()) break;
        }
        return lists;
    }

    void compare(const Session& session, FunctionId id, const std::string& arguments,
                 const std::vector<Door>& all) {
        const Function& function = model_.catalog[id];
        const std::string name = quote_ident(model_.catalog[function.schema].name.text()) + "." +
                                 quote_ident(function.name.text());
        client_.query("select set_config('probe.rows', '0', true)");
        std::size_t given = 0, changed = 0;
        attempt("select * from " + name + "(" + arguments + ")", [&](const Answer& answer) {
            if (answer.error) return;
            given = answer.rows.size();
            changed = std::stoul(client_.value("select current_setting('probe.rows')"));
        });
        bool reads = false, writes = false;
        for (const Door& door : all) {
            if (door.function != id || door.role != session.role || !exists(door.target)) continue;
            const bool reading = door.action == Action::select;
            (reading ? reads : writes) = true;
            const std::size_t seen = reading ? given : changed;
            const std::size_t there =
                std::stoul(superuser_.value("select count(*) from " + sql_name(door.target)));
            ++proof_.doors;
            const bool probed = reading || probed_.contains(door.target);
            if (door.verdict == Verdict::all && probed && seen < there)
                contradict(session, id, fmt::format("we say all, {} of {} rows", seen, there));
        }
        const bool rows = function.returns->setof && given > 0;
        if ((!reads && rows) || (!writes && changed > 0))
            contradict(session, id, fmt::format("we say nothing, {} rows, {} changed", given, changed));
    }

    void contradict(const Session& session, FunctionId id, const std::string& what) {
        proof_.contradictions.push_back(
            fmt::format("{} as {} {} | {}", model_.catalog.name_of(id), session.name, session.claims, what));
    }

    // ---- asking

    Seen ask(RelationId relation, Action action, const Cell& cell) {
        switch (action) {
        case Action::select: return count(relation);
        case Action::insert: return insert(relation, cell);
        case Action::update_new: return update_to(relation, cell);
        default: return find(relation, action, cell);
        }
    }

    // Runs a statement whose effects do not last. What follows sees the session as it was.
    template <class Then> void attempt(const std::string& sql, Then then) {
        client_.query("savepoint here");
        then(client_.run(sql));
        client_.query("rollback to here");
    }

    Seen counted(std::size_t passed) const { return {{}, passed, total_ - std::min(total_, passed)}; }
    [[nodiscard]] Seen failed(const ServerError& error) const { return {error, 0, total_}; }

    Seen count(RelationId relation) {
        Seen seen;
        attempt("select count(*) from " + sql_name(relation), [&](const Answer& answer) {
            seen = answer.error ? failed(*answer.error) : counted(std::stoul(*answer.rows[0][0]));
        });
        return seen;
    }

    // A column that the role may read, in a condition that is true of every row.
    [[nodiscard]] std::string reading(RelationId relation) const {
        const auto granted = model_.reach.columns_granted(current_, relation, Privilege::select);
        const Relation& table = model_.catalog[relation];
        std::string column = columns_.front();
        if (!granted.empty()) column = quote_ident(table.columns[granted.front()].name.text());
        return fmt::format(" where {0} is null or {0} is not null", column);
    }

    [[nodiscard]] std::vector<std::string> columns_for(RelationId relation, Privilege privilege) const {
        std::vector<std::string> names = granted_of(columns_, relation, privilege);
        // What a view lets through is asked for again beneath it.
        for (RelationId at = relation; model_.catalog[at].is_view();) {
            const auto& beneath = model_.catalog[at].query.bindings->relations;
            if (beneath.size() != 1 || !beneath.begin()->second.valid()) break;
            at = beneath.begin()->second;
            names = granted_of(names, at, privilege);
        }
        return names;
    }

    // Of these columns those that are granted, where only some are.
    [[nodiscard]] std::vector<std::string> granted_of(const std::vector<std::string>& of, RelationId relation,
                                                      Privilege privilege) const {
        std::vector<std::string> names;
        for (const ColumnNumber column : model_.reach.columns_granted(current_, relation, privilege)) {
            const std::string name = quote_ident(model_.catalog[relation].columns[column].name.text());
            if (std::find(of.begin(), of.end(), name) != of.end()) names.push_back(name);
        }
        return names.empty() ? of : names;
    }

    Seen find(RelationId relation, Action action, const Cell&) {
        const bool update = action == Action::update || action == Action::blind_update;
        const bool blind = action == Action::blind_update || action == Action::blind_delete;
        std::string sql = update ? fmt::format("update {} set {} = default", sql_name(relation),
                                               columns_for(relation, Privilege::update).front())
                                 : "delete from " + sql_name(relation);
        if (!blind) sql += reading(relation);
        Seen seen;
        client_.query("select set_config('probe.rows', '0', true)");
        attempt(sql, [&](const Answer& answer) {
            seen = answer.error ? failed(*answer.error)
                                : counted(std::stoul(client_.value("select current_setting('probe.rows')")));
        });
        return seen;
    }

    [[nodiscard]] std::vector<std::string> literals(const Row& row,
                                                    const std::vector<std::string>& names) const {
        std::vector<std::string> values;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (std::find(names.begin(), names.end(), columns_[i]) == names.end()) continue;
            std::string value = row[i] ? *row[i] : "";
            for (auto at = value.find('\''); at != std::string::npos; at = value.find('\'', at + 2))
                value.insert(at, 1, '\'');
            values.push_back(row[i] ? "'" + value + "'" : "null");
        }
        return values;
    }

    // Policies are asked before constraints: any other failure comes behind them.
    static void judge(Seen& seen, const Answer& answer) {
        if (answer.error && answer.error->sqlstate == "42501") {
            ++seen.kept_back;
            seen.error = answer.error;
        } else if (!answer.error || answer.error->sqlstate.starts_with("23")) {
            ++seen.passed;
        } else {
            seen.error = answer.error;
        }
    }

    // A column that must be given, and may not be: no row can be inserted, which no policy has to say.
    [[nodiscard]] bool lacks_one(RelationId relation, const std::vector<std::string>& names) const {
        const auto& columns = model_.catalog[relation].columns;
        return std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
            const bool needed = column.not_null && !column.dropped && !column.default_value.present() &&
                                column.identity == 0 && !column.generated;
            const std::string name = quote_ident(column.name.text());
            return needed && std::find(names.begin(), names.end(), name) == names.end();
        });
    }

    Seen insert(RelationId relation, const Cell&) {
        Seen seen;
        const std::vector<std::string> names = columns_for(relation, Privilege::insert);
        const RelationId written = written_through(model_.catalog, relation);
        if (lacks_one(written.valid() ? written : relation, names)) return seen;
        for (const Row& row : rows_) {
            attempt(fmt::format("insert into {} ({}) values ({})", sql_name(relation), fmt::join(names, ", "),
                                fmt::join(literals(row, names), ", ")),
                    [&](const Answer& answer) { judge(seen, answer); });
        }
        return seen;
    }

    Seen update_to(RelationId relation, const Cell&) {
        Seen seen;
        const std::vector<std::string> names = columns_for(relation, Privilege::update);
        client_.query("select set_config('probe.go', 'on', true)");
        for (const Row& row : rows_) {
            const std::vector<std::string> values = literals(row, names);
            std::string set;
            for (std::size_t i = 0; i < names.size(); ++i)
                set += (set.empty() ? "" : ", ") + names[i] + " = " + values[i];
            attempt("update " + sql_name(relation) + " set " + set + reading(relation),
                    [&](const Answer& answer) {
                        if (answer.error || answer.affected > 0) judge(seen, answer);
                    });
        }
        client_.query("select set_config('probe.go', 'off', true)");
        return seen;
    }

    const Model& model_;
    RowAccess access_;
    Connection superuser_;
    Connection client_;
    bool opened_ = false;
    std::vector<Session> sessions_;
    std::vector<RoleId> roles_;
    std::set<RelationId> probed_; ///< tables that count what is found
    RoleId current_;
    std::vector<std::string> columns_;
    std::vector<Row> rows_;
    std::size_t total_ = 0;
    std::map<std::tuple<std::uint32_t, std::uint32_t, int>, Tally> tallies_;
    AccessProof proof_;
};

} // namespace

AccessProof prove_access(Fixture& fixture, const std::string& seed_sql) {
    const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
    Platform platform = fixture.profile.platform;
    platform.server_version = server_version();
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    const History history = replay(fixture.sources, schema, fixture.sections, platform);
    const Model model(fixture.sources, history, platform);
    return Proof{model, server}.run(seed_sql);
}

} // namespace rlslint::testing
