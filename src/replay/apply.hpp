#pragma once

#include "replayer.hpp"

/// What each kind of statement does, in the file of its family. Each throws Refused where the server
/// would raise an error.
namespace rlslint::replaying {

// session.cpp, transaction.cpp, query.cpp
Effect apply(Replayer&, const SetVariable&);
Effect apply(Replayer&, const AlterSetting&);
Effect apply(Replayer&, const Transaction&);
Effect apply(Replayer&, const Discard&);
Effect apply(Replayer&, const RunQuery&);
Effect apply(Replayer&, const Do&);
Effect apply(Replayer&, const CallProcedure&);

// table.cpp, alter_table.cpp, index.cpp, sequence.cpp
Effect apply(Replayer&, const CreateTable&);
Effect apply(Replayer&, const CreateTableAs&);
Effect apply(Replayer&, const AlterTable&);
Effect apply(Replayer&, const CreateIndex&);
Effect apply(Replayer&, const CreateSequence&);
Effect apply(Replayer&, const AlterSequence&);

// view.cpp, policy.cpp, trigger.cpp, event_trigger.cpp
Effect apply(Replayer&, const CreateView&);
Effect apply(Replayer&, const CreatePolicy&);
Effect apply(Replayer&, const AlterPolicy&);
Effect apply(Replayer&, const CreateTrigger&);
Effect apply(Replayer&, const CreateEventTrigger&);
Effect apply(Replayer&, const AlterEventTrigger&);
Effect apply(Replayer&, const CreateRule&);

// function.cpp, type.cpp, schema.cpp, publication.cpp
Effect apply(Replayer&, const CreateFunction&);
Effect apply(Replayer&, const AlterFunction&);
Effect apply(Replayer&, const CreateType&);
Effect apply(Replayer&, const AlterEnum&);
Effect apply(Replayer&, const CreateDomain&);
Effect apply(Replayer&, const AlterDomain&);
Effect apply(Replayer&, const CreateSchema&);
Effect apply(Replayer&, const CreateExtension&);
Effect apply(Replayer&, const CreatePublication&);
Effect apply(Replayer&, const AlterPublication&);

// rename.cpp, owner.cpp, drop.cpp, drop_owned.cpp
Effect apply(Replayer&, const Rename&);
Effect apply(Replayer&, const SetSchema&);
Effect apply(Replayer&, const ChangeOwner&);
Effect apply(Replayer&, const Drop&);
Effect apply(Replayer&, const DropOwned&);
Effect apply(Replayer&, const ReassignOwned&);

// grant.cpp, default_privileges.cpp, role.cpp, membership.cpp
Effect apply(Replayer&, const Grant&);
Effect apply(Replayer&, const AlterDefaultPrivileges&);
Effect apply(Replayer&, const GrantRole&);
Effect apply(Replayer&, const CreateRole&);
Effect apply(Replayer&, const AlterRole&);
Effect apply(Replayer&, const DropRole&);

inline Effect apply(Replayer&, const Inert&) { return inert(); }
inline Effect apply(Replayer& r, const Unmodelled& statement) {
    r.own_operators = r.own_operators || statement.tag == "CREATE OPERATOR" || statement.tag == "CREATE CAST";
    return unmodelled(statement.tag);
}

} // namespace rlslint::replaying
