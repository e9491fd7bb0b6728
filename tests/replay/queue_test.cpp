#include <doctest/doctest.h>

#include "run.hpp"

using rlslint::test::Run;

TEST_CASE("a queue of pgmq is a table, and its archive another") {
    const Run run{
        "create extension pgmq; select pgmq.create('Jobs'); select * from pgmq.create_partitioned('mails');\n"
        "select pgmq.send('jobs', '{}');"};
    CHECK(run.clean());
    CHECK(run.relation("pgmq.q_jobs").kind == 'r');
    CHECK(run.has_relation("pgmq.a_jobs"));
    CHECK(run.relation("pgmq.q_mails").kind == 'p');
    CHECK(!run.relation("pgmq.q_jobs").rls);
}

TEST_CASE("a queue that is dropped is gone, and one whose name is not known is not made") {
    const Run dropped{"select pgmq.create('jobs'); select pgmq.drop_queue('jobs');"};
    CHECK(!dropped.has_relation("pgmq.q_jobs"));
    CHECK(!dropped.has_relation("pgmq.a_jobs"));
    const Run computed{"select pgmq.create('a' || 'b');"};
    CHECK(computed.last().find("undetermined") != std::string::npos);
}

TEST_CASE("row security of a queue is that of its table") {
    const Run run{"select pgmq.create('jobs'); alter table pgmq.q_jobs enable row level security;"};
    CHECK(run.clean());
    CHECK(run.relation("pgmq.q_jobs").rls.on);
}
