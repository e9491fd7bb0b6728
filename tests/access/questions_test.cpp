#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/access/questions.hpp"
#include "rlslint/replay/history.hpp"

using namespace rlslint;

namespace {

/// A table of notes with policies, asked of `client`, or of `guest`, who has not signed in.
class Notes {
public:
    explicit Notes(const std::string& policies) {
        Source source;
        source.path = "1.sql";
        source.text = "create role client; create role guest; create schema auth;"
                      "create function auth.uid() returns uuid language sql stable as 'select null::uuid';"
                      "create table notes (id int, owner uuid not null, status text); grant all on notes to "
                      "client, guest; alter table notes enable row level security;" +
                      policies;
        const auto size = static_cast<std::uint32_t>(source.text.size());
        const Section section{{sources_.add(std::move(source)), 0, size}, Terminator::semicolon};
        platform_.search_path = {"public"};
        platform_.api_roles = {Symbol{"guest"}, Symbol{"client"}};
        platform_.anonymous_roles = {Symbol{"guest"}};
        SessionFunction uid;
        uid.schema = Symbol{"auth"};
        uid.name = Symbol{"uid"};
        uid.gives = SessionFunction::Gives::identity;
        platform_.session_functions.push_back(uid);
        history_ = replay(sources_, {}, {&section, 1}, platform_);
        for (const LogEntry& entry : history_.log)
            CHECK_MESSAGE(entry.outcome != Outcome::failed, entry.why);
        reach_ = std::make_unique<Reach>(history_.catalog, platform_);
        access_ = std::make_unique<RowAccess>(history_.catalog, platform_, *reach_);
        client = history_.catalog.find_role(Symbol{"client"});
        notes =
            history_.catalog.find_relation(history_.catalog.find_schema(Symbol{"public"}), Symbol{"notes"});
    }

    [[nodiscard]] Questions ask() const { return {history_.catalog, platform_, *reach_, *access_}; }
    [[nodiscard]] const std::vector<PolicyId>& policies() const { return history_.catalog[notes].policies; }

    RoleId client;
    RelationId notes;

private:
    Sources sources_;
    Platform platform_;
    History history_;
    std::unique_ptr<Reach> reach_;
    std::unique_ptr<RowAccess> access_;
};

} // namespace

TEST_CASE("what an anonymous session reaches") {
    const Notes notes{
        "create policy a on notes for select using (true); create policy b on notes for insert "
        "to client with check (true); create policy c on notes for update using (status = 'x');"};
    CHECK(notes.ask().anonymous_reaches(notes.notes, Action::select) == Verdict::all);
    CHECK(notes.ask().anonymous_reaches(notes.notes, Action::insert) == Verdict::none);
    CHECK(notes.ask().anonymous_reaches(notes.notes, Action::update) == Verdict::some);
}

TEST_CASE("rows of other users") {
    const Notes notes{
        "create policy a on notes for select using (owner = auth.uid()); create policy b on notes "
        "for update using (true) with check (owner = auth.uid()); create policy c on notes for "
        "insert to client with check (status = 'new');"};
    const auto others = [&](Action action) {
        return notes.ask().reaches_others(notes.client, notes.notes, action);
    };
    CHECK(others(Action::select) == Answer::no);
    CHECK(others(Action::update) == Answer::no);
    CHECK(others(Action::blind_update) == Answer::yes);
    CHECK(others(Action::delete_) == Answer::no);
    CHECK(others(Action::insert) == Answer::unknown);
    CHECK(notes.ask().takes_over(notes.client, notes.notes) == Answer::yes);
    CHECK(notes.ask().writes_for_others(notes.client, notes.notes) == Answer::unknown);
    const Notes strict{"create policy a on notes using (owner = auth.uid());"};
    CHECK(strict.ask().takes_over(strict.client, strict.notes) == Answer::no);
    CHECK(strict.ask().writes_for_others(strict.client, strict.notes) == Answer::no);
    const Notes open{"create policy a on notes using (true);"};
    CHECK(open.ask().writes_for_others(open.client, open.notes) == Answer::yes);
}

TEST_CASE("rows of other tenants") {
    const Notes notes{"create table members (note_id int, user_id uuid); grant select on members to client;"
                      "create policy a on notes using (id in (select note_id from members where user_id = "
                      "auth.uid()));"};
    CHECK(notes.ask().reaches_other_tenants(notes.client, notes.notes, Action::select) == Answer::no);
    CHECK(notes.ask().reaches_others(notes.client, notes.notes, Action::select) == Answer::unknown);
}

TEST_CASE("what policies admit together, and what one adds to another") {
    const Notes notes{"create policy a on notes for update using (owner = auth.uid()) with check (owner = "
                      "auth.uid()); create policy b on notes for update using (status = 'draft') with check "
                      "(status = 'done'); create policy c on notes for update using (owner = auth.uid() and "
                      "status = 'x');"};
    const auto& policies = notes.policies();
    const Questions questions = notes.ask();
    CHECK(questions.admitted_only_together({policies.data(), 2}) == Answer::yes);
    CHECK(questions.admitted_only_together({policies.data(), 1}) == Answer::no);
    CHECK(questions.implied_by(policies[2], policies[0]) == Answer::yes);
    CHECK(questions.implied_by(policies[0], policies[2]) == Answer::no);
}
