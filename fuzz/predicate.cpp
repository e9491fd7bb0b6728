// Any bytes, as the USING clause of a policy on a table that other policies and a view look at: every rule
// judges it, and what they say has its place.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"

#include "project.hpp"

using namespace rlslint;

namespace {

constexpr const char* schema = R"(
    create role app login;
    create function me() returns int language sql stable as $$ select current_setting('app.me', true)::int $$;
    create table members (team int, person int references members, role text check (role in ('a', 'b')));
    alter table members enable row level security;
    create policy own on members using (person = me());
    create table notes (id int primary key, team int not null, owner int, done boolean, body text, tags text[]);
    alter table notes enable row level security;
    create policy team on notes for select using (team in (select team from members where person = me()));
    grant select, insert, update, delete on all tables in schema public to app;
)";

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::Project project{
        schema + ("create policy fuzzed on notes using (" + fuzz::text_of(data, size)) +
        ");\ncreate view shown as select * from notes;\ngrant select on shown to app;\n"};
    const Model model{project.sources, project.history, project.platform};
    for (const Finding& finding : judge(model, all_rules(), {}).findings) {
        const Span place = project.sources.origin(finding.span);
        if (!place.valid() || place.end <= project.sources[place.source].text.size()) continue;
        std::fprintf(stderr, "%s outside its file\n", finding.rule->id.data());
        std::abort();
    }
    return 0;
}
