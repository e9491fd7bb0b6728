#pragma once

#include "replayer.hpp"

/// What each kind of statement does, in the file of its family. Each throws Refused where the server
/// would raise an error.
namespace rlslint::replaying {

// session.cpp, transaction.cpp, query.cpp
Effect apply(Replayer& r, const SetVariable& set);
Effect apply(Replayer& r, const AlterSetting& alter);
Effect apply(Replayer& r, const Transaction& transaction);
Effect apply(Replayer& r, const RunQuery& run);
Effect apply(Replayer& r, const Do& block);
Effect apply(Replayer& r, const CallProcedure& call);

// table.cpp, alter_table.cpp, index.cpp, sequence.cpp
Effect apply(Replayer& r, const CreateTable& create);
Effect apply(Replayer& r, const CreateTableAs& create);
Effect apply(Replayer& r, const AlterTable& alter);
Effect apply(Replayer& r, const CreateIndex& create);
Effect apply(Replayer& r, const CreateSequence& create);
Effect apply(Replayer& r, const AlterSequence& alter);

// view.cpp, policy.cpp, trigger.cpp
Effect apply(Replayer& r, const CreateView& create);
Effect apply(Replayer& r, const CreatePolicy& create);
Effect apply(Replayer& r, const AlterPolicy& alter);
Effect apply(Replayer& r, const CreateTrigger& create);
Effect apply(Replayer& r, const CreateEventTrigger& create);
Effect apply(Replayer& r, const CreateRule& create);

// function.cpp, type.cpp, schema.cpp, publication.cpp
Effect apply(Replayer& r, const CreateFunction& create);
Effect apply(Replayer& r, const AlterFunction& alter);
Effect apply(Replayer& r, const CreateType& create);
Effect apply(Replayer& r, const AlterEnum& alter);
Effect apply(Replayer& r, const CreateDomain& create);
Effect apply(Replayer& r, const CreateSchema& create);
Effect apply(Replayer& r, const CreateExtension& create);
Effect apply(Replayer& r, const CreatePublication& create);
Effect apply(Replayer& r, const AlterPublication& alter);

// rename.cpp, owner.cpp, drop.cpp, drop_owned.cpp
Effect apply(Replayer& r, const Rename& rename);
Effect apply(Replayer& r, const SetSchema& move);
Effect apply(Replayer& r, const ChangeOwner& change);
Effect apply(Replayer& r, const Drop& drop);
Effect apply(Replayer& r, const DropOwned& drop);
Effect apply(Replayer& r, const ReassignOwned& reassign);

// grant.cpp, default_privileges.cpp, role.cpp, membership.cpp
Effect apply(Replayer& r, const Grant& grant);
Effect apply(Replayer& r, const AlterDefaultPrivileges& alter);
Effect apply(Replayer& r, const GrantRole& grant);
Effect apply(Replayer& r, const CreateRole& create);
Effect apply(Replayer& r, const AlterRole& alter);
Effect apply(Replayer& r, const DropRole& drop);

inline Effect apply(Replayer&, const Inert&) { return inert(); }
inline Effect apply(Replayer&, const Unmodelled& statement) { return unmodelled(statement.tag); }

} // namespace rlslint::replaying
