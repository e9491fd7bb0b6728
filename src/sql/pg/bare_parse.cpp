#include "rlslint/sql/bare_parse.hpp"

#include <cstdlib>

#include "pg.hpp"

namespace rlslint {

std::size_t bare_parse(const std::string& text) {
    ::MemoryContext context = ::pg_query_enter_memory_context();
    const ::PgQueryInternalParsetreeAndError result = ::pg_query_raw_parse(text.c_str(), 0);
    const std::size_t statements = result.error == nullptr ? pg::items(result.tree).size() : 0;
    if (result.error != nullptr) ::pg_query_free_error(result.error);
    std::free(result.stderr_buffer);
    ::pg_query_exit_memory_context(context);
    return statements;
}

} // namespace rlslint
