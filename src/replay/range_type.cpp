#include "range_type.hpp"

#include <string>

#include "create.hpp"
#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

using Mode = FunctionArg::Mode;

TypeName name_of(const Replayer& r, TypeId id) {
    TypeName name;
    name.schema = r.catalog[r.catalog[id].schema].name;
    name.name = r.catalog[id].name;
    return name;
}

TypeName text_name() {
    TypeName name;
    name.schema = Symbol{"pg_catalog"};
    name.name = Symbol{"text"};
    return name;
}

FunctionArg argument(TypeName type, Mode mode = Mode::in) {
    FunctionArg arg;
    arg.mode = mode;
    arg.type = std::move(type);
    return arg;
}

/// A function named like its type. They belong to the bootstrap superuser.
void add_constructor(Replayer& r, TypeId type, std::vector<FunctionArg> args) {
    Function function;
    function.schema = r.catalog[type].schema;
    function.name = r.catalog[type].name;
    function.args = std::move(args);
    function.returns = name_of(r, type);
    function.language = Symbol{"internal"};
    function.volatility = Volatility::immutable;
    function.owner = r.catalog.find_role(Symbol{"bootstrap_superuser"});
    function.constructs = type;
    function.name_span = r.statement->span;
    function.origin = r.created();
    const std::vector<FunctionArg> its_args = function.args;
    const FunctionId id = create(r, std::move(function));
    r.dependents.add(type, id);
    for (const FunctionArg& arg : its_args)
        depend_on_type(r, arg.type, id);
}

/// makeMultirangeTypeName: the first "range" in the name becomes "multirange".
Symbol multirange_name(std::string_view range) {
    std::string name{range};
    const std::size_t at = name.find("range");
    return Symbol{at == std::string::npos ? name + "_multirange" : name.insert(at, "multi")};
}

TypeId add_multirange(Replayer& r, TypeId range, const QualifiedName& given) {
    Type type;
    type.schema = given.schema.empty() ? r.catalog[range].schema : require_schema(r, given.schema);
    type.name = given.empty() ? multirange_name(r.catalog[range].name.text()) : given.name;
    type.kind = Type::Kind::range;
    type.range = range;
    type.origin = r.created();
    require_free_type_name(r, type.schema, type.name);
    const TypeId id = create(r, std::move(type));
    r.dependents.add(range, id);
    return id;
}

} // namespace

void complete_range(Replayer& r, TypeId range, const CreateType& statement) {
    const TypeName subtype = canonical(r, statement.subtype);
    r.catalog.edit(range).base = subtype;
    const TypeId multirange = add_multirange(r, range, statement.multirange);
    const TypeName name = name_of(r, range);
    TypeName array = name;
    array.array_dimensions = 1;
    add_constructor(r, range, {argument(subtype), argument(subtype)});
    add_constructor(r, range, {argument(subtype), argument(subtype), argument(text_name())});
    add_constructor(r, multirange, {});
    add_constructor(r, multirange, {argument(name)});
    add_constructor(r, multirange, {argument(array, Mode::variadic)});
}

} // namespace rlslint::replaying
