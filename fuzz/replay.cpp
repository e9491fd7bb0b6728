// Any bytes, replayed as a migration: nothing may crash or go on without end, and every statement of the
// log has its place in the file.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "rlslint/catalog/dump.hpp"

#include "project.hpp"

using namespace rlslint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const fuzz::Project project{fuzz::text_of(data, size)};
    for (const LogEntry& entry : project.history.log) {
        const Span place = project.sources.origin(entry.span);
        if (place.valid() && place.end <= project.sources[place.source].text.size()) continue;
        std::fputs("a statement without its place\n", stderr);
        std::abort();
    }
    (void)dump_catalog(project.history.catalog);
    return 0;
}
