#include "rlslint/lint/certain.hpp"

namespace rlslint {
namespace {

/// The aspects of which a doubt would change what policies say.
bool policies_in_doubt(const Model& model, RelationId table, const Cell& cell) {
    const auto doubted = [&](Aspect aspect) { return model.doubt(table, aspect).valid(); };
    if (doubted(Aspect::rls_off) && cell.verdict != Verdict::all) return true;
    if (doubted(Aspect::more_policies) && cell.verdict != Verdict::all) return true;
    if (doubted(Aspect::restrictions) && cell.verdict != Verdict::none) return true;
    return doubted(Aspect::fewer_policies);
}

bool in_doubt(const Model& model, RelationId relation, const Cell& cell) {
    if (cell.why == Why::no_privilege || cell.why == Why::no_usage) return false;
    if (cell.verdict != Verdict::none && model.doubt(relation, Aspect::privileges).valid()) return true;
    if (cell.why == Why::owner || cell.why == Why::exempt) return false;
    if (!model.catalog[relation].is_table()) return false;
    if (cell.why == Why::rls_off)
        return model.doubt(relation, Aspect::rls_on).valid() || model.catalog[relation].origin.assumed;
    return policies_in_doubt(model, relation, cell);
}

} // namespace

Cell certain(const Model& model, RelationId relation, Cell cell) {
    if (cell.verdict == Verdict::unknown || !in_doubt(model, relation, cell)) return cell;
    cell.verdict = Verdict::unknown;
    cell.why = Why::unmodelled;
    return cell;
}

} // namespace rlslint
