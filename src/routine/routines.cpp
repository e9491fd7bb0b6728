#include <map>
#include <optional>
#include <unordered_map>

#include "rlslint/predicate/asking.hpp"
#include "rlslint/predicate/circumstances.hpp"

#include "below.hpp"
#include "study.hpp"
#include "walk.hpp"

namespace rlslint {

struct Routines::Impl {
    const Catalog& catalog;
    const Platform& platform;
    Bodies bodies;
    std::unordered_map<std::uint32_t, std::optional<Routine>> known; ///< none: being studied
    const Routine untold{};

    Impl(const Catalog& its_catalog, const Platform& its_platform)
        : catalog(its_catalog), platform(its_platform), bodies(its_catalog, its_platform) {}

    const Routine& of(FunctionId id) {
        const auto [at, is_new] = known.try_emplace(id.value);
        // What calls itself does nothing by that which it does not do anyway.
        if (!is_new) return at->second ? *at->second : untold;
        Routine routine = study(catalog[id]);
        return known[id.value].emplace(std::move(routine));
    }

    bool asks_who(const Tree& tree, const Bindings& bindings, ExprId id) {
        const BoundFunction* called = bindings.functions.find(id);
        if (called != nullptr && called->function.valid() && of(called->function).asks_who) return true;
        return tells_who_asks(catalog, platform, tree, bindings, id);
    }

    Routine study(const Function& function) {
        Routine routine;
        const Schema& schema = catalog[function.schema];
        if (const auto* session = platform.session_function(schema.name, function.name))
            routine.asks_who = session->gives != SessionFunction::Gives::other;
        const std::string_view language = function.language.text();
        const bool sql = language == "sql", plpgsql = language == "plpgsql";
        if (function.origin.assumed || (!sql && !plpgsql)) {
            routine.readable = false;
            return routine;
        }
        routines::Knowledge knowledge{catalog, platform, function,
                                      [&](FunctionId called) { return of(called).asks_who; }};
        routines::BodyText text{catalog, platform, function};
        routines::Study study{knowledge, text, bodies,
                              [&](FunctionId called) -> const Routine& { return of(called); }, routine};
        if (sql)
            read_sql(function, text, study, routine);
        else
            read_plpgsql(knowledge, text, study, routine);
        return routine;
    }

    static void read_sql(const Function& function, routines::BodyText& text, routines::Study& study,
                         Routine& routine) {
        std::vector<routines::Unit> units;
        std::size_t unread = 0;
        if (function.sql_body.empty()) {
            units = text.queries(text.whole(), unread);
        } else {
            for (const BoundQuery& query : function.sql_body)
                units.push_back({query.tree, query.bindings, {}, query.root});
        }
        for (std::size_t i = 0; i < units.size(); ++i) {
            study.note(units[i], routine.proves, i + 1 == units.size());
            if (study.proven_by(units[i]).anonymous) routine.proves.anonymous = true;
        }
        if (unread > 0) routine.unread.push_back({text.place(text.whole()), {}, false});
    }

    void read_plpgsql(routines::Knowledge& knowledge, routines::BodyText& text, routines::Study& study,
                      Routine& routine) const {
        const auto parsed = plpgsql::parse(text.sources(), text.whole());
        const auto* body = std::get_if<plpgsql::Block>(&parsed);
        if (body == nullptr) {
            routine.readable = false;
            return;
        }
        knowledge.survey(*body, text);
        routines::Walk{knowledge, text, study, bodies, routine}.whole(*body);
    }
};

Routines::Routines(const Catalog& catalog, const Platform& platform)
    : impl_(std::make_unique<Impl>(catalog, platform)) {}

Routines::~Routines() = default;

const Routine& Routines::of(FunctionId function) const { return impl_->of(function); }

bool Routines::asks_who(const BoundQuery& query) const {
    return query.present() && routines::any_below(*query.tree, query.root, [&](ExprId id) {
               return impl_->asks_who(*query.tree, *query.bindings, id);
           });
}

bool Routines::asks_who(const BoundExpr& expr) const {
    return expr.present() && routines::any_below(*expr.tree, expr.root, [&](ExprId id) {
               return impl_->asks_who(*expr.tree, *expr.bindings, id);
           });
}

} // namespace rlslint
