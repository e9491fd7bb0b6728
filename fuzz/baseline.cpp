// Any bytes, read as a baseline; one that can be read comes out as it went in.

#include "../src/cli/baseline.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "../tests/support/memory_files.hpp"

using namespace rlslint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    test::MemoryFiles files;
    files.put("baseline.json", {reinterpret_cast<const char*>(data), size});
    const auto read = Baseline::read(files, "baseline.json");
    if (!read) return 0;
    files.put("baseline.json", read->text());
    const auto again = Baseline::read(files, "baseline.json");
    if (again && again->text() == read->text()) return 0;
    std::fputs("a baseline that does not come out as it went in\n", stderr);
    std::abort();
}
