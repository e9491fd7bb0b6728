#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "temporary.hpp"

/// Transaction blocks (src/backend/access/transam/xact.c). Outside of one each statement is its own.
namespace rlslint::replaying {

namespace {

void set_savepoint(Replayer& r, Symbol name) { r.block.push_back({name, r.checkpoint()}); }

void begin(Replayer& r) {
    // A second BEGIN is just a warning.
    if (r.block.empty()) set_savepoint(r, {});
}

void rollback(Replayer& r) {
    if (r.block.empty()) return;
    r.go_back(r.block.front().before);
    r.block.clear();
}

void commit(Replayer& r) {
    // COMMIT of a failed block is a ROLLBACK.
    if (r.block.empty() || r.block_failed) return rollback(r);
    drop_what_ends_with_block(r);
    r.catalog.release(r.block.front().before.mark);
    r.session = r.after_commit;
    r.block.clear();
}

void require_block(const Replayer& r, std::string_view command) {
    if (r.block.empty())
        throw Refused{sqlstate::no_active_sql_transaction,
                      fmt::format("{} can only be used in transaction blocks", command)};
}

/// The latest savepoint of the name; names may be used again.
std::vector<Savepoint>::iterator find(Replayer& r, Symbol name) {
    const auto found =
        std::find_if(r.block.rbegin(), r.block.rend(), [&](const Savepoint& s) { return s.name == name; });
    if (found == r.block.rend())
        throw Refused{sqlstate::invalid_savepoint_specification,
                      fmt::format("savepoint \"{}\" does not exist", name.text())};
    return found.base() - 1;
}

void savepoint(Replayer& r, Symbol name) {
    require_block(r, "SAVEPOINT");
    set_savepoint(r, name);
}

void release(Replayer& r, Symbol name) {
    require_block(r, "RELEASE SAVEPOINT");
    const auto found = find(r, name);
    r.catalog.release(found->before.mark);
    r.block.erase(found, r.block.end());
}

void rollback_to(Replayer& r, Symbol name) {
    require_block(r, "ROLLBACK TO SAVEPOINT");
    const auto to = find(r, name);
    r.go_back(to->before);
    r.block.erase(to, r.block.end());
    set_savepoint(r, name); // it stays, and may be gone back to again
}

} // namespace

Effect apply(Replayer& r, const Transaction& transaction) {
    if (transaction.chain)
        require_block(r, transaction.kind == Transaction::Kind::commit ? "COMMIT AND CHAIN"
                                                                       : "ROLLBACK AND CHAIN");
    switch (transaction.kind) {
    case Transaction::Kind::begin: begin(r); break;
    case Transaction::Kind::commit: commit(r); break;
    case Transaction::Kind::rollback: rollback(r); break;
    case Transaction::Kind::savepoint: savepoint(r, transaction.savepoint); break;
    case Transaction::Kind::release: release(r, transaction.savepoint); break;
    case Transaction::Kind::rollback_to: rollback_to(r, transaction.savepoint); break;
    case Transaction::Kind::other: break;
    }
    if (transaction.chain) begin(r);
    return inert();
}

} // namespace rlslint::replaying
