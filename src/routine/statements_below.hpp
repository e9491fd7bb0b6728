#pragma once

#include "rlslint/sql/plpgsql.hpp"

namespace rlslint::routines {

/// Calls `visit(const plpgsql::Statements&)` for each list of statements directly inside a statement.
template <class Visit> void for_each_body(const plpgsql::Node& node, Visit&& visit) {
    using namespace plpgsql;
    if (const auto* block = std::get_if<Block>(&node)) {
        visit(block->body);
        for (const Handler& handler : block->handlers)
            visit(handler.body);
    } else if (const auto* branches = std::get_if<If>(&node)) {
        for (const Branch& branch : branches->branches)
            visit(branch.body);
        visit(branches->otherwise);
    } else if (const auto* cases = std::get_if<CaseOf>(&node)) {
        for (const Branch& branch : cases->branches)
            visit(branch.body);
        visit(cases->otherwise);
    } else if (const auto* loop = std::get_if<Loop>(&node)) {
        visit(loop->body);
    } else if (const auto* while_loop = std::get_if<While>(&node)) {
        visit(while_loop->body);
    } else if (const auto* integers = std::get_if<ForInteger>(&node)) {
        visit(integers->body);
    } else if (const auto* rows = std::get_if<ForQuery>(&node)) {
        visit(rows->body);
    } else if (const auto* dynamic = std::get_if<ForDynamic>(&node)) {
        visit(dynamic->body);
    } else if (const auto* elements = std::get_if<Foreach>(&node)) {
        visit(elements->body);
    }
}

} // namespace rlslint::routines
