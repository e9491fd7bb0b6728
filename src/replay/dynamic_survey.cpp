#include "dynamic_survey.hpp"

namespace rlslint::replaying::dynamic {

namespace {

using namespace plpgsql;

struct Surveyor {
    Survey found;

    void all(const Statements& statements) {
        for (const plpgsql::Statement& statement : statements)
            std::visit(*this, statement.node);
    }
    void add(const std::vector<Span>& targets) {
        found.assigned.insert(found.assigned.end(), targets.begin(), targets.end());
    }

    void operator()(const Null&) {}
    void operator()(const Perform&) {}
    void operator()(const EndTransaction&) {}
    void operator()(const CursorStatement&) { found.leaves = true; }
    void operator()(const Exit&) { found.leaves = true; }
    void operator()(const Return&) { found.leaves = true; }
    void operator()(const Assert&) { found.leaves = true; }
    void operator()(const Raise& raise) { found.leaves = found.leaves || raise.exception; }
    void operator()(const Assignment& assignment) { found.assigned.push_back(assignment.target); }
    void operator()(const Execute& execute) { add(execute.into.targets); }
    void operator()(const Sql& sql) { add(sql.into.targets); }
    void operator()(const GetDiagnostics& get) {
        for (const GetDiagnostics::Item& item : get.items)
            found.assigned.push_back(item.target);
    }
    void operator()(const Block& block) {
        all(block.body);
        for (const Handler& handler : block.handlers)
            all(handler.body);
    }
    void operator()(const If& branch) {
        for (const Branch& one : branch.branches)
            all(one.body);
        all(branch.otherwise);
    }
    void operator()(const CaseOf& cases) {
        for (const Branch& one : cases.branches)
            all(one.body);
        all(cases.otherwise);
        found.leaves = found.leaves || !cases.has_else; // CASE_NOT_FOUND
    }
    void operator()(const Loop& loop) { all(loop.body); }
    void operator()(const While& loop) { all(loop.body); }
    void operator()(const ForInteger& loop) { all(loop.body); }
    void operator()(const ForQuery& loop) {
        add(loop.targets);
        all(loop.body);
    }
    void operator()(const ForDynamic& loop) {
        add(loop.targets);
        all(loop.body);
    }
    void operator()(const Foreach& loop) {
        add(loop.targets);
        all(loop.body);
    }
};

} // namespace

Survey survey(const plpgsql::Statement& statement) {
    Surveyor surveyor;
    std::visit(surveyor, statement.node);
    return surveyor.found;
}

} // namespace rlslint::replaying::dynamic
