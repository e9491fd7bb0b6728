#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "rlslint/cli/run.hpp"
#include "support/memory_files.hpp"

namespace rlslint::test {

/// What a run gave.
struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

inline Ran run_on(Files& files, const std::vector<std::string>& arguments, bool color = false) {
    std::ostringstream out, err;
    Io io{files, out, err, color, 100};
    const int code = run(arguments, io);
    return {code, out.str(), err.str()};
}

inline bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// A policy that lets everyone change every row, in a Supabase project.
inline const std::string open_policy =
    "create table public.notes (id bigint primary key, owner uuid unique);\n"
    "alter table public.notes enable row level security;\n"
    "create policy p on public.notes for all using (true);\n";

/// The same table, closed.
inline const std::string clean = "create table public.notes (id bigint primary key, owner uuid unique);\n"
                                 "alter table public.notes enable row level security;\n"
                                 "create policy p on public.notes for select to authenticated\n"
                                 "    using (owner = (select auth.uid()));\n";

inline MemoryFiles project_of(const std::string& sql) {
    return {{"supabase/migrations/20250101000000_notes.sql", sql}};
}

} // namespace rlslint::test
