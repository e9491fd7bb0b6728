#include "corpus.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace rlslint::bench {
namespace {

// What policies are made of; {0} is the table. Written as projects write them, so that parsing,
// binding and reasoning meet the usual mix of calls, sub-selects and operators.
constexpr std::array<std::string_view, 5> predicates = {
    "((select auth.uid()) = owner_id)",
    "(auth.uid() = owner_id and deleted_at is null)",
    "(exists (select 1 from public.members m where m.tenant_id = {0}.tenant_id and m.user_id = (select "
    "auth.uid())))",
    "(tenant_id in (select m.tenant_id from public.members m where m.user_id = auth.uid() and m.role in "
    "('owner', 'admin')))",
    "(status = any (array['draft', 'open']) or coalesce((auth.jwt() -> 'app_metadata' ->> 'role'), 'none') = "
    "'admin')",
};

constexpr std::array<std::string_view, 4> commands = {"select", "insert", "update", "delete"};

void add_table(std::string& out, const std::string& table) {
    fmt::format_to(std::back_inserter(out),
                   "-- what {0} is for, in the words of whoever wrote it\n"
                   "create table public.{0} (\n"
                   "    id uuid primary key default gen_random_uuid(),\n"
                   "    tenant_id uuid not null references public.tenants (id) on delete cascade,\n"
                   "    owner_id uuid not null references auth.users (id),\n"
                   "    title text not null,\n"
                   "    status text not null default 'draft' check (status in ('draft', 'open', 'closed')),\n"
                   "    amount numeric(12, 2),\n"
                   "    created_at timestamptz not null default now(),\n"
                   "    deleted_at timestamptz\n"
                   ");\n"
                   "create index {0}_tenant on public.{0} (tenant_id);\n"
                   "alter table public.{0} enable row level security;\n"
                   "grant select, insert, update, delete on public.{0} to authenticated;\n\n",
                   table);
}

void add_policy(std::string& out, const std::string& table, std::size_t number) {
    const std::string_view command = commands[number % commands.size()];
    const std::string predicate =
        fmt::format(fmt::runtime(predicates[number % predicates.size()]), "public." + table);
    fmt::format_to(std::back_inserter(out),
                   "create policy \"{0} {1} {2}\" on public.{0} for {1} to authenticated\n", table, command,
                   number);
    if (command != "insert") fmt::format_to(std::back_inserter(out), "    using {}", predicate);
    if (command == "insert" || command == "update") {
        fmt::format_to(std::back_inserter(out), "{}    with check {}", command == "update" ? "\n" : "",
                       predicate);
    }
    out += ";\n";
}

std::string base_file() {
    return "create table public.tenants (id uuid primary key, name text not null);\n"
           "create table public.members (tenant_id uuid references public.tenants, user_id uuid, role "
           "text);\n"
           "alter table public.tenants enable row level security;\n"
           "alter table public.members enable row level security;\n"
           "create policy own on public.members for select to authenticated using (user_id = auth.uid());\n";
}

} // namespace

std::vector<std::string> make_corpus(const CorpusSize& size) {
    std::vector<std::string> files = {base_file()};
    for (std::size_t file = 1; file <= size.files; ++file) {
        std::string text;
        for (std::size_t t = 0; t < size.tables_per_file; ++t) {
            const std::string table = fmt::format("thing_{}_{}", file, t);
            add_table(text, table);
            for (std::size_t p = 0; p < size.policies_per_table; ++p)
                add_policy(text, table, p);
            text += '\n';
        }
        files.push_back(std::move(text));
    }
    return files;
}

} // namespace rlslint::bench
