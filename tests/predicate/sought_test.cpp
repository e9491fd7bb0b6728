#include "rlslint/predicate/sought.hpp"

#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct SoughtWorld : PolicyWorld {
    /// "owner! | org_id title": alternatives, each with its columns; `!` compared with who is asking, `~`
    /// not as it is stored, `-` for an alternative that no index serves.
    std::string sought(std::string_view sql) {
        const BoundExpr kept = clause(sql, notes);
        std::string all;
        for (const Alternative& one : sought_by(catalog, kept, anatomy_of(catalog, platform, kept))) {
            if (!all.empty()) all += " | ";
            if (one.empty()) all += "-";
            for (const Sought& part : one)
                all += (&part == &one.front() ? "" : " ") +
                       std::string{catalog[notes].columns[part.column].name.text()} +
                       (part.says_who ? "!" : "") + (part.as_stored ? "" : "~");
        }
        return all;
    }
};

} // namespace

TEST_CASE_FIXTURE(SoughtWorld, "a column compared with what is the same for all rows can be sought") {
    CHECK(sought("owner = auth.uid()") == "owner!");
    CHECK(sought("(select auth.uid()) = owner") == "owner!");
    CHECK(sought("title = 'x' and owner = auth.uid()") == "title owner!");
    CHECK(sought("owner::text = auth.jwt() ->> 'sub'") == "owner!~");
    CHECK(sought("org_id in (1, 2)") == "org_id org_id");
    CHECK(sought("org_id = (select m.org_id from members m where m.user_id = auth.uid())") == "org_id");
}

TEST_CASE_FIXTURE(SoughtWorld, "alternatives are told apart, and those that no index serves") {
    CHECK(sought("owner = auth.uid() or org_id = 1") == "owner! | org_id");
    CHECK(sought("owner = auth.uid() or done") == "owner! | -");
    CHECK(sought("(owner = auth.uid() or done) and org_id = 1") == "owner! org_id | org_id");
    CHECK(sought("not (owner = auth.uid())") == "-");
    CHECK(sought("owner <> auth.uid()") == "-");
    CHECK(sought("true") == "-");
}

TEST_CASE_FIXTURE(SoughtWorld, "what differs from row to row, or is a set, no index is asked for") {
    CHECK(sought("org_id = id") == "-");
    CHECK(sought("org_id in (1, id)") == "-");
    CHECK(sought("org_id in (select m.org_id from members m)") == "-");
    CHECK(sought("org_id = (select m.org_id from members m where m.role = title)") == "-");
}
