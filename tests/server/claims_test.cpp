// What our rules say about the sample project, tried out on a server: seeded, asked as the roles that clients hold.

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "history_on_server.hpp"

using namespace rlslint::testing;

namespace {

// Two tenants with one member each; whoever else signs in is a stranger.
constexpr const char* ann = "a0000000-0000-0000-0000-000000000001";
constexpr const char* bob = "b0000000-0000-0000-0000-000000000002";
constexpr const char* stranger = "c0000000-0000-0000-0000-000000000003";

constexpr const char* seed = R"sql(
insert into auth.users (id) values ('a0000000-0000-0000-0000-000000000001'),
    ('b0000000-0000-0000-0000-000000000002'), ('c0000000-0000-0000-0000-000000000003');
insert into public.tenants (id, name) values ('1a000000-0000-0000-0000-000000000000', 'Ann & Co'),
    ('1b000000-0000-0000-0000-000000000000', 'Bob & Sons');
insert into public.members values ('1a000000-0000-0000-0000-000000000000', 'a0000000-0000-0000-0000-000000000001', 'owner'),
    ('1b000000-0000-0000-0000-000000000000', 'b0000000-0000-0000-0000-000000000002', 'owner');
insert into public.customers (id, tenant_id, name) select id, id, 'first' from public.tenants;
insert into public.invoices (id, tenant_id, customer_id, number, issued_by)
    select tenant_id, tenant_id, tenant_id, 1, user_id from public.members;
insert into public.invoice_lines select id, 1, 'work', 100 from public.invoices;
insert into public.plans values ('old', 'Old', 1, false), ('new', 'New', 2, true);
insert into public.api_keys (tenant_id, label, key_hash) select id, 'key', 'x' from public.tenants;
insert into public.webhook_deliveries (tenant_id, url, payload) select id, 'https://example.org', '{}' from public.tenants;
insert into public.webhook_secrets select id, 'x' from public.tenants;
insert into public.comments (tenant_id, invoice_id, author_id, body)
    select tenant_id, id, issued_by, 'thanks' from public.invoices;
insert into public.dismissed_hints (user_id, hint) select user_id, 'welcome' from public.members;
insert into public.payouts (tenant_id, amount_cents, iban_last4) select id, 1, '0000' from public.tenants;
insert into public.tickets (opened_by, subject, body) select user_id, 'help', 'please' from public.members;
insert into reporting.monthly_revenue select id, '2026-01-01', 1 from public.tenants;
)sql";

const ServerHistory& saas() {
    static const ServerHistory history = [] {
        const Fixture fixture = load_fixture("projects/saas");
        return ServerHistory{fixture.profile, fixture.sources, fixture.sections};
    }();
    static const bool seeded = (history.server().connect(PrivateServer::superuser).query(seed), true);
    static_cast<void>(seeded);
    return history;
}

// A session as the API opens one, in a transaction that is never committed.
Connection session_of(const std::string& role, const std::string& claims) {
    Connection session = saas().server().connect("authenticator");
    session.query("begin");
    session.become(role, claims);
    return session;
}

Connection anonymous() { return session_of("anon", R"({"role": "anon"})"); }

Connection signed_in(const std::string& user, const std::string& more_claims = "") {
    return session_of("authenticated",
                      R"({"role": "authenticated", "sub": ")" + user + "\"" + more_claims + "}");
}

Connection service() { return session_of("service_role", R"({"role": "service_role"})"); }

std::string rows(Connection session, const std::string& table) {
    return session.value("select count(*) from " + table);
}

std::string plan(Connection& session, const std::string& query) {
    std::string text;
    for (const Row& line : session.query("explain (verbose, costs off) " + query))
        text += *line[0] + "\n";
    return text;
}

} // namespace

TEST_CASE("rls-disabled: whoever has the public key reads and changes every row") {
    if (!server_at_hand()) return;
    CHECK(rows(anonymous(), "webhook_deliveries") == "2");
    CHECK(anonymous().run("delete from webhook_deliveries where id > 0").affected == 2);
}

TEST_CASE("policies-without-rls: the policies of a table without row security do nothing") {
    if (!server_at_hand()) return;
    CHECK(rows(anonymous(), "api_keys") == "2");
    CHECK(rows(signed_in(stranger), "api_keys") == "2");
}

TEST_CASE("rls-without-policies: nobody but the service role sees a row, and no error says why") {
    if (!server_at_hand()) return;
    CHECK(rows(anonymous(), "webhook_secrets") == "0");
    CHECK(rows(signed_in(ann), "webhook_secrets") == "0");
    CHECK(rows(service(), "webhook_secrets") == "2");
}

TEST_CASE("policy-always-true: a stranger changes and deletes everybody's rows") {
    if (!server_at_hand()) return;
    CHECK(signed_in(stranger).run("update dismissed_hints set hint = hint || '!' where true").affected == 2);
    CHECK(signed_in(stranger).run("delete from dismissed_hints where true").affected == 2);
    CHECK(anonymous().run("delete from dismissed_hints where true").affected == 0);
}

TEST_CASE("auth-call-per-row: a bare call is part of the filter, a wrapped one is run once") {
    if (!server_at_hand()) return;
    Connection session = signed_in(ann);
    CHECK(plan(session, "update invoices set paid_on = null").find("InitPlan") == std::string::npos);
    CHECK(plan(session, "select * from tickets").find("InitPlan") != std::string::npos);
}

TEST_CASE("auth-call-per-row: a bare call runs once a row") {
    if (!server_at_hand()) return;
    const Fixture fixture = fixture_of("counted", "supabase", R"sql(
        create sequence calls;
        grant usage, select on calls to authenticated;
        create function counted_uid() returns uuid language plpgsql stable
            as $$ begin perform nextval('calls'); return auth.uid(); end $$;
        create table bare (owner uuid);
        create table wrapped (owner uuid);
        insert into bare select gen_random_uuid() from generate_series(1, 50);
        insert into wrapped select * from bare;
        grant select on bare, wrapped to authenticated;
        alter table bare enable row level security;
        alter table wrapped enable row level security;
        create policy p on bare using (owner = counted_uid());
        create policy p on wrapped using (owner = (select counted_uid()));
    )sql");
    const ServerHistory history{fixture.profile, fixture.sources, fixture.sections};
    Connection session = history.server().connect("authenticator");
    session.become("authenticated", "");
    const auto calls_for = [&](const std::string& query) {
        const int before = std::stoi(session.value("select last_value from calls"));
        session.query(query);
        return std::stoi(session.value("select last_value from calls")) - before;
    };
    // The planner may call it once more, to estimate.
    CHECK(calls_for("select * from bare") >= 49);
    CHECK(calls_for("select * from wrapped") <= 2);
}

TEST_CASE("user-metadata-trusted: the claim that a user can write opens every row") {
    if (!server_at_hand()) return;
    CHECK(rows(signed_in(stranger), "tickets") == "0");
    CHECK(rows(signed_in(stranger, R"(, "user_metadata": {"staff": true})"), "tickets") == "2");
}

TEST_CASE("dead-policy-clause: a policy without the clause of its command lets nothing through") {
    if (!server_at_hand()) return;
    const Answer answer =
        signed_in(ann).run("insert into comments (tenant_id, invoice_id, body) select tenant_id, "
                           "id, 'mine' from invoices");
    REQUIRE(answer.error);
    CHECK(answer.error->sqlstate == "42501");
    CHECK(answer.error->message == R"(new row violates row-level security policy for table "comments")");
}

TEST_CASE("grant-without-rls: a granted table without row security is read whole") {
    if (!server_at_hand()) return;
    CHECK(rows(signed_in(stranger), "reporting.monthly_revenue") == "2");
    CHECK(anonymous().run("select * from reporting.monthly_revenue").error->sqlstate == "42501");
}

TEST_CASE("rls-turned-off: what the policies kept to owners is open") {
    if (!server_at_hand()) return;
    CHECK(rows(anonymous(), "payouts") == "2");
    CHECK(signed_in(stranger).run("update payouts set iban_last4 = '6666' where true").affected == 2);
}

TEST_CASE("syntax-error: the server refuses that statement alone") {
    if (!server_at_hand()) return;
    std::size_t refused = 0;
    for (const Ran& ran : saas().ran()) {
        if (!ran.error) continue;
        ++refused;
        CHECK(ran.error->sqlstate == "42601");
    }
    CHECK(refused == 1);
    CHECK(rows(signed_in(ann), "payment_reminders") == "0");
}

TEST_CASE("what is well made shows each member their own tenant, and strangers nothing") {
    if (!server_at_hand()) return;
    for (const std::string table :
         {"tenants", "members", "customers", "invoices", "invoice_lines", "invoice_totals"}) {
        CAPTURE(table);
        CHECK(rows(signed_in(ann), table) == "1");
        CHECK(rows(signed_in(bob), table) == "1");
        CHECK(rows(signed_in(stranger), table) == "0");
        CHECK(rows(anonymous(), table) == "0");
        CHECK(rows(service(), table) == "2");
    }
    CHECK(rows(anonymous(), "plans") == "1");
    CHECK(signed_in(stranger).run("insert into members select id, auth.uid() from tenants").affected == 0);
    CHECK(signed_in(ann).run("select mark_invoice_paid(id) from invoices").ok());
    CHECK(anonymous().run("select mark_invoice_paid(gen_random_uuid())").error->sqlstate == "42501");
}
