#pragma once

#include <string>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/lint/model.hpp"
#include "rlslint/replay/history.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"

namespace rlslint::testing {

/// A fixture replayed by us and run on the server, with rows in every table.
class RuleOnServer {
public:
    explicit RuleOnServer(Fixture fixture);
    RuleOnServer(const RuleOnServer&) = delete;
    RuleOnServer& operator=(const RuleOnServer&) = delete;

    [[nodiscard]] const Model& model() const { return model_; }
    [[nodiscard]] const std::string& migration_role() const {
        return fixture_.profile.platform.migration_role;
    }
    /// The server refused a statement of the history.
    [[nodiscard]] bool refused_some() const;
    [[nodiscard]] Connection superuser() const { return server_.server().connect(PrivateServer::superuser); }

    /// What one rule finds, with no other to lead it.
    [[nodiscard]] std::vector<Finding> findings(const std::string& rule) const;

    /// What a client's statement comes to, first of all statements of its session; the first user is
    /// signed in where the role is no anonymous one. It is taken back.
    [[nodiscard]] Answer run_as(RoleId role, const std::string& statement) const;

private:
    SourceId schema();
    static Fixture for_this_server(Fixture fixture);

    Fixture fixture_;
    ServerHistory server_;
    History history_;
    Model model_;
};

/// A statement that reads a column of the table, and changes nothing that is there.
[[nodiscard]] std::string harmless(const Model& model, RelationId table, PolicyCommand command);

} // namespace rlslint::testing
