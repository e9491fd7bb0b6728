#include <algorithm>
#include <string>
#include <vector>

#include "rlslint/names/deparse.hpp"

// A clause of which it is not known how the server writes it: as it is written, but for what is asked of such
// texts most, whether they call a function.

namespace rlslint {
namespace {

struct Edit {
    std::size_t begin, end;
    std::string text;
};

class Respelling {
public:
    Respelling(const Catalog& catalog, const SearchPath& path, const BoundExpr& clause)
        : catalog_(catalog), path_(path), tree_(*clause.tree), bindings_(*clause.bindings),
          span_(clause.clause) {}

    std::optional<std::string> of(std::string_view text) {
        const auto open = text.find('('), close = text.rfind(')');
        if (open == std::string_view::npos || close < open || !is_plain(text)) return std::nullopt;
        for (std::uint32_t i = 0; i < tree_.expr_count() && sure_; ++i)
            if (is_inside(tree_[ExprId{i}].span)) look_at(ExprId{i});
        for (std::uint32_t i = 0; i < tree_.from_count() && sure_; ++i)
            if (is_inside(tree_[FromId{i}].span)) look_at(FromId{i});
        if (!sure_) return std::nullopt;
        std::string result{text};
        std::sort(edits_.begin(), edits_.end(),
                  [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
        for (const Edit& edit : edits_)
            result.replace(edit.begin, edit.end - edit.begin, edit.text);
        return result.substr(open, result.rfind(')') + 1 - open);
    }

private:
    /// Without comments, or constants and names that look like a call.
    static bool is_plain(std::string_view text) {
        bool quoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '\'' || c == '"') quoted = !quoted;
            if (c == '$' || text.substr(i, 2) == "--" || text.substr(i, 2) == "/*") return false;
            if (quoted && (c == '(' || c == '\\')) return false;
        }
        return !quoted;
    }

    [[nodiscard]] bool is_inside(Span span) const {
        return span.source == span_.source && span.begin >= span_.begin && span.end <= span_.end;
    }

    void look_at(ExprId id) {
        if (const auto* column = std::get_if<ColumnRef>(&tree_[id].node)) return look_at(id, *column);
        const auto* call = std::get_if<Call>(&tree_[id].node);
        if (call == nullptr) return;
        const BoundFunction* bound = bindings_.functions.find(id);
        const bool of_the_history = bound == nullptr || bound->function.valid();
        // One that the history does not make is where its name says.
        if (bound == nullptr ? call->schema.empty() : of_the_history && !means(*call, bound->function))
            return unsure();
        std::string name = quote_ident(call->name.text());
        if (of_the_history) {
            const SchemaId schema =
                bound == nullptr ? catalog_.find_schema(call->schema) : catalog_[bound->function].schema;
            const bool bare = std::find(path_.begin(), path_.end(), schema) != path_.end();
            if (!schema.valid()) return unsure();
            if (!bare) name = quote_ident(catalog_[schema].name.text()) + "." + name;
        }
        if (call->arg_count > 0 || call->star || call->sql_syntax || call->args.count > 0) return;
        const Span at = tree_[id].span;
        edits_.push_back({at.begin - span_.begin, at.end - span_.begin, name + "()"});
    }

    /// Whether the name still finds it, and it alone.
    [[nodiscard]] bool means(const Call& call, FunctionId id) const {
        const Function& function = catalog_[id];
        if (call.name != function.name) return false;
        if (!call.schema.empty()) return call.schema == catalog_[function.schema].name;
        std::size_t found = 0;
        for (const SchemaId schema : path_)
            found += catalog_.find_functions(schema, function.name).size();
        return found == 1 && std::find(path_.begin(), path_.end(), function.schema) != path_.end();
    }

    void look_at(ExprId id, const ColumnRef& ref) {
        const BoundColumn* bound = bindings_.columns.find(id);
        if (bound == nullptr || !bound->relation.valid() || bound->column == whole_row) return;
        if (catalog_[bound->relation].columns[bound->column].name != ref.name) unsure();
    }

    void look_at(FromId id) {
        const auto* relation = std::get_if<FromRelation>(&tree_[id].node);
        const RelationId* bound = relation != nullptr ? bindings_.relations.find(id) : nullptr;
        if (relation != nullptr &&
            (bound == nullptr || resolve_relation(catalog_, path_, relation->name) != *bound))
            unsure();
    }

    void unsure() { sure_ = false; }

    const Catalog& catalog_;
    const SearchPath& path_;
    const Tree& tree_;
    const Bindings& bindings_;
    Span span_;
    bool sure_ = true;
    std::vector<Edit> edits_;
};

} // namespace

std::optional<std::string> respelled(const Catalog& catalog, const SearchPath& path, const BoundExpr& clause,
                                     std::string_view text) {
    return Respelling{catalog, path, clause}.of(text);
}

} // namespace rlslint
