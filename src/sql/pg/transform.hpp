#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/parse.hpp"

#include "cursor.hpp"
#include "tokens.hpp"

// The parse tree's nodes. What looks into them includes pg.hpp.
struct A_ArrayExpr;
struct A_Const;
struct A_Expr;
struct A_Indirection;
struct Alias;
struct BoolExpr;
struct BooleanTest;
struct CaseExpr;
struct CollateClause;
struct ColumnRef;
struct CommonTableExpr;
struct DefElem;
struct DeleteStmt;
struct FuncCall;
struct InsertStmt;
struct JoinExpr;
struct JsonAggConstructor;
struct JsonArrayQueryConstructor;
struct JsonFuncExpr;
struct JsonIsPredicate;
struct JsonObjectConstructor;
struct JsonTable;
struct List;
struct MergeStmt;
struct MultiAssignRef;
struct Node;
struct NullTest;
struct RangeFunction;
struct RangeSubselect;
struct RangeTableFunc;
struct RangeTableSample;
struct RangeVar;
struct RoleSpec;
struct RowExpr;
struct SelectStmt;
struct SQLValueFunction;
struct SubLink;
struct TypeCast;
struct TypeName;
struct UpdateStmt;
struct WindowDef;
struct WithClause;
struct XmlExpr;

namespace rlslint::pg {

/// An expression of our tree and the tokens that it was made of.
struct Part {
    ExprId id;
    Extent at;
};

/// A FROM item and its tokens.
struct FromPart {
    FromId id;
    Extent at;
};

/// Turns the expressions, queries and names of one statement's parse tree into ours. Places are
/// worked out from the bottom up: a node's first and last token follow from those of its parts and
/// from the tokens around them.
///
/// No depth of input overflows the stack: chains to the left (a + b + …, joins, UNION) are walked in
/// a loop, and what is deeper than Parser::max_depth and max_nesting is left out: see too_deep().
class Transform {
public:
    explicit Transform(const Tokens& tokens) : tokens_(&tokens) {}

    /// Turns to another statement, `range` being its tokens among those of its piece.
    void begin(Extent range);
    /// What was made of it.
    [[nodiscard]] TreePtr finish();
    /// Whether something was too deep, and an Opaque stands for it.
    [[nodiscard]] bool too_deep() const { return too_deep_; }

    [[nodiscard]] const Tokens& tokens() const { return *tokens_; }
    [[nodiscard]] Span span(Extent at) const { return tokens_->span(at); }

    // ---- names (names.cpp)
    [[nodiscard]] Name name(const char* text, Extent at) const;
    [[nodiscard]] QualifiedName name(const ::List* parts, Extent at) const;
    [[nodiscard]] QualifiedName name(const ::RangeVar* relation) const;
    [[nodiscard]] std::vector<QualifiedName> names(const ::List* relations) const;
    [[nodiscard]] TypeName type(const ::TypeName* type) const;
    [[nodiscard]] TokenIndex type_end(const ::TypeName& type) const;
    [[nodiscard]] RoleSpec role(const ::RoleSpec* role) const;
    [[nodiscard]] std::vector<RoleSpec> roles(const ::List* list) const;
    [[nodiscard]] static std::vector<Symbol> symbols(const ::List* strings);
    [[nodiscard]] Option option(const ::DefElem& option) const;
    [[nodiscard]] std::vector<Option> options(const ::List* list) const;

    // ---- expressions (expr.cpp)
    [[nodiscard]] Part expr(const ::Node* node);
    [[nodiscard]] ExprList exprs(const ::List* list);
    [[nodiscard]] ExprList exprs(std::initializer_list<const ::Node*> nodes);
    /// An expression as the clause that holds it; `clause` is the whole.
    [[nodiscard]] ClauseRef clause(const ::Node* node, Extent clause);

    // ---- queries (query.cpp)
    /// `range` are the query's own tokens, the parentheses around it left out or not.
    [[nodiscard]] QueryId query(const ::Node* node, Extent range);
    /// A query that only returns an expression: the RETURN of a function.
    [[nodiscard]] QueryId returning(const ::Node* value, Extent range);
    /// A query as an expression, without the parentheses that it would need.
    [[nodiscard]] ExprId scalar_query(const ::Node* node, Extent range);

private:
    friend class ExprLister;
    friend class Nesting;
    friend class SetOperations;

    // ---- expr.cpp
    template <class Node> Part make(Extent at, const Node& node) {
        const Extent extent = settle(at);
        return {tree_.add(extent == nowhere ? Span{} : span(extent), node), extent};
    }
    [[nodiscard]] Extent settle(Extent at) const;
    [[nodiscard]] const ::Node* left_operand(const ::Node* node) const;
    Part with_left(const ::Node* node, Part left);
    Part without_left(const ::Node* node);
    Part flatten(std::size_t keep, Part part);
    Part opaque_too_deep(int location);
    Part opaque_too_deep(Extent at, ExprList args);
    [[nodiscard]] TokenIndex at(int location) const;

    // ---- operators.cpp: what begins with its first operand
    Part operation(const ::A_Expr& node, Part left);
    Part binary(const ::A_Expr& node, Part left, bool sql_words);
    Part distinct_test(const ::A_Expr& node, Part left);
    Part array_compare(const ::A_Expr& node, Part left);
    Part in_list(const ::A_Expr& node, Part left);
    Part between(const ::A_Expr& node, Part left);
    Part null_test(const ::NullTest& node, Part arg);
    Part boolean_test(const ::BooleanTest& node, Part arg);
    Part collate(const ::CollateClause& node, Part arg);
    Part cast_behind(const ::TypeCast& node, Part arg);
    Part at_time_zone(const ::FuncCall& node, Part arg);
    Part compared_query(const ::SubLink& node, Part test);

    // ---- primary.cpp: what begins with a token of its own
    Part constant(const ::A_Const& node);
    Part column(const ::ColumnRef& node);
    Part prefix(const ::A_Expr& node);
    Part null_if(const ::A_Expr& node);
    Part bool_op(const ::BoolExpr& node);
    Part negation(const ::BoolExpr& node);
    Part case_expr(const ::CaseExpr& node);
    Part conditional(Conditional::Kind kind, const ::List* args, int location);
    Part array(const ::A_ArrayExpr& node);
    Part row(const ::RowExpr& node);
    Part sub_link(const ::SubLink& node);
    Part cast(const ::TypeCast& node);
    Part indirection(const ::A_Indirection& node);
    Part session_value(const ::SQLValueFunction& node);
    Part assigned_source(const ::MultiAssignRef& node);

    // ---- call.cpp
    Part call(const ::FuncCall& node);
    Part implicit_call(const ::FuncCall& node);
    Part overlaps(const ::FuncCall& node);
    Part normalized_test(const ::FuncCall& node);
    Call call_parts(const ::FuncCall& node);
    void add_window(class ExprLister& args, const ::WindowDef* window);

    // ---- special.cpp, json.cpp
    Part special(const ::Node* node);
    Part worded(std::string_view tag, int location, ExprList args);
    Part xml(const ::XmlExpr& node);
    Part json(const ::Node* node);
    Part json_function(const ::JsonFuncExpr& node);
    Part json_predicate(const ::JsonIsPredicate& node);
    Part json_object(const ::JsonObjectConstructor& node);
    Part json_array_query(const ::JsonArrayQueryConstructor& node);
    Part json_aggregate(std::string_view tag, const ::JsonAggConstructor& node,
                        std::initializer_list<const ::Node*> arguments);

    // ---- query.cpp
    QueryId add(Extent range, QueryNode node);
    QueryId empty_query(Extent range);
    QueryId select(const ::SelectStmt& node, Extent range);
    QueryId simple_select(const ::SelectStmt& node, Extent range);
    QueryId values(const ::SelectStmt& node, Extent range, std::size_t max_rows);
    WithClause with(const ::WithClause* node);
    CommonTable common_table(const ::CommonTableExpr& node);
    std::vector<Target> targets(const ::List* list, Cursor& cursor);
    ExprList windows(const ::List* list);
    [[nodiscard]] Extent select_body(const ::WithClause* with, Extent range) const;
    [[nodiscard]] Extent without_with(const ::WithClause* with, Extent range) const;

    // ---- set_operation.cpp
    QueryId set_operation(const ::SelectStmt& node, Extent range);

    // ---- dml.cpp
    QueryId insert(const ::InsertStmt& node, Extent range);
    QueryId insert_source(const ::InsertStmt& node, Cursor cursor);
    QueryId update(const ::UpdateStmt& node, Extent range);
    QueryId delete_(const ::DeleteStmt& node, Extent range);
    QueryId merge(const ::MergeStmt& node, Extent range);
    std::vector<Target> returned(const ::List* list);

    // ---- from.cpp
    std::vector<FromId> from(const ::List* list, std::string_view keyword, Cursor& cursor);
    FromPart from_item(const ::Node* node, Cursor& cursor);
    FromPart from_leaf(const ::Node* node, Cursor& cursor);
    FromPart relation(const ::RangeVar& node, const ::RangeTableSample* sample, Cursor& cursor);
    FromPart sub_query(const ::RangeSubselect& node, Cursor& cursor);
    FromPart function(const ::RangeFunction& node, Cursor& cursor);
    FromPart xml_table(const ::RangeTableFunc& node, Cursor& cursor);
    FromPart json_table(const ::JsonTable& node, Cursor& cursor);
    FromPart too_deep_item(Extent at);
    FromPart join(const ::JoinExpr& node, FromPart left, Cursor& cursor);
    FromPart table_function(std::string_view tag, int location, ExprList args, std::vector<Symbol> columns,
                            const ::Alias* alias, bool lateral, Cursor& cursor);
    FromPart add(Extent at, FromItem item);
    AliasClause alias(const ::Alias* alias, Cursor& cursor);
    ExprId condition(const ::Node* where, Extent range);

    const Tokens* tokens_;
    Tree tree_;
    Extent scope_;    ///< of the query at hand: the place of what has none
    int depth_ = 0;   ///< of the node at hand in the tree
    int nesting_ = 0; ///< of the functions that build it on the stack
    bool too_deep_ = false;
    std::vector<const ::Node*> spine_; ///< chains to the left that are being walked
    std::vector<ExprId> pending_;      ///< lists that are being collected, the innermost last
    const ::Node* assigned_ = nullptr; ///< the source of the `SET (a, b) = …` at hand, and what became of it
    Part assigned_part_;
};

/// Collects a list of expressions without allocating one.
class ExprLister {
public:
    explicit ExprLister(Transform& transform) : transform_(&transform), base_(transform.pending_.size()) {}
    ~ExprLister() { transform_->pending_.resize(base_); }
    ExprLister(const ExprLister&) = delete;
    ExprLister& operator=(const ExprLister&) = delete;

    void add(ExprId id) {
        if (id.valid()) transform_->pending_.push_back(id);
    }
    Part add(const ::Node* node) {
        const Part part = transform_->expr(node);
        add(part.id);
        return part;
    }
    void add_all(const ::List* list);

    [[nodiscard]] std::uint32_t size() const {
        return static_cast<std::uint32_t>(transform_->pending_.size() - base_);
    }
    [[nodiscard]] ExprList finish();

private:
    Transform* transform_;
    std::size_t base_;
};

/// One level deeper on the stack, for as long as it lives.
class Nesting {
public:
    explicit Nesting(Transform& transform) : transform_(&transform) { ++transform.nesting_; }
    ~Nesting() { --transform_->nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

    [[nodiscard]] bool too_deep() const { return transform_->nesting_ > Parser::max_nesting; }

private:
    Transform* transform_;
};

} // namespace rlslint::pg
