#include "described.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct World : SmallWorld {
    RelationId notes = table("notes(id int4!, owner uuid, body)");

    std::string functions(std::string_view sql) {
        return Described{*this, expression(sql, notes)}.functions();
    }
};

} // namespace

TEST_CASE_FIXTURE(World, "functions are found along the path by name and number of arguments") {
    schema("auth");
    function("auth.uid()", "uuid");
    function("is_member(uuid)");
    function("is_member(uuid, text)");
    CHECK(functions("auth.uid() = owner") == "auth.uid()");
    CHECK(functions("is_member(owner)") == "public.is_member(uuid)");
    CHECK(functions("is_member(owner, 'x')") == "public.is_member(uuid, text)");
    CHECK(functions("is_member()") == "");
    CHECK(functions("uid() = owner") == "");
    path.insert(path.begin(), schema("auth"));
    CHECK(functions("uid() = owner") == "auth.uid()");
}

TEST_CASE_FIXTURE(World, "a function that nobody has made is PostgreSQL's own") {
    CHECK(functions("now() > lower(body)") == "builtin, builtin");
    CHECK(functions("pg_catalog.now() is null") == "builtin");
    CHECK(functions("extract(year from now()) = 1") == "builtin, builtin");
    const FunctionId made = function("lower(text)", "text");
    catalog.drop(made, {});
    CHECK(functions("lower(body) = ''") == "");
}

TEST_CASE_FIXTURE(World, "defaults, variadic and named arguments count") {
    function("f(a int4, b text=)");
    function("v(a int4, variadic b int4[])");
    function("w(variadic b int4[])");
    CHECK(functions("f(1)") == "public.f(integer, text)");
    CHECK(functions("f(1, 'x')") == "public.f(integer, text)");
    CHECK(functions("f(b => 'x', a => 1)") == "public.f(integer, text)");
    CHECK(functions("f(1, c => 'x')") == "");
    CHECK(functions("f(1, 2, 3)") == "");
    CHECK(functions("v(1, 2, 3, 4)") == "public.v(integer, integer[])");
    CHECK(functions("w(variadic array[1])") == "public.w(integer[])");
    CHECK(functions("f(variadic array[1])") == "");
}

TEST_CASE_FIXTURE(World, "types settle which of several is meant, or nothing does") {
    function("g(uuid)");
    function("g(text)");
    CHECK(functions("g(owner)") == "public.g(uuid)");
    CHECK(functions("g(body)") == "public.g(text)");
    CHECK(functions("g('x')") == "public.g(text)");
    CHECK(functions("g('x'::uuid)") == "public.g(uuid)");
    CHECK(functions("g((select owner))") == "public.g(uuid)");
    CHECK(functions("g(body ->> 'x')") == "public.g(text)");
    CHECK(functions("g($1)") == "");
}

TEST_CASE_FIXTURE(World, "of functions with the same parameters the first in the path is meant") {
    function("app.h(uuid)");
    function("h(uuid)");
    path.insert(path.begin(), schema("app"));
    CHECK(functions("h(owner)") == "app.h(uuid)");
}
