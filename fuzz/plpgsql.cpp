// Any bytes, run as the body of a DO block and of a function that a statement calls, over a few objects that
// they can name.

#include <cstddef>
#include <cstdint>

#include "project.hpp"

using namespace rlslint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string body = fuzz::text_of(data, size);
    const fuzz::Project project{
        "create table t (a int, b text); insert into t values (1, 'x'), (2, null); create role r;\n"
        "create function f(x int) returns int language plpgsql as $fuzz$" +
        body + "$fuzz$;\nselect f(1);\ndo $fuzz$" + body + "$fuzz$;\n"};
    return 0;
}
