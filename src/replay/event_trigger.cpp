#include "event_trigger.hpp"

#include <algorithm>
#include <array>

#include "rlslint/text/ascii.hpp"

#include "apply.hpp"
#include "describe.hpp"
#include "dynamic.hpp"
#include "dynamic_ddl_commands.hpp"
#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

constexpr auto events = std::to_array<std::string_view>(
    {"ddl_command_start", "ddl_command_end", "sql_drop", "table_rewrite", "login"});

/// Objects of the whole cluster, and event triggers themselves.
constexpr auto silent_kinds = std::to_array<std::string_view>(
    {" DATABASE", " EVENT TRIGGER", " ROLE", " SYSTEM", " TABLESPACE", " USER"});

constexpr auto other_tags =
    std::to_array<std::string_view>({"COMMENT", "GRANT", "IMPORT FOREIGN SCHEMA", "REFRESH MATERIALIZED VIEW",
                                     "REVOKE", "SECURITY LABEL", "SELECT INTO"});

bool is_supported(std::string_view tag) {
    const auto ends = [&](std::string_view kind) { return tag.ends_with(kind); };
    if (std::any_of(silent_kinds.begin(), silent_kinds.end(), ends)) return false;
    return tag.starts_with("CREATE ") || tag.starts_with("ALTER ") || tag.starts_with("DROP ") ||
           std::find(other_tags.begin(), other_tags.end(), tag) != other_tags.end();
}

/// Statements on objects of the whole cluster whose tag does not tell.
bool is_on_cluster(const StatementNode& node) {
    const auto* grant = std::get_if<Grant>(&node);
    return grant != nullptr && grant->kind == ObjectKind::database;
}

std::string upper_case(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

void require_tags(const CreateEventTrigger& create) {
    for (const std::string& tag : create.tags)
        if (!is_supported(upper_case(tag)))
            refuse(sqlstate::feature_not_supported, "event triggers are not supported for {}",
                   upper_case(tag));
}

EventTrigger* find(Replayer& r, Symbol name) {
    std::vector<EventTrigger>& triggers = r.catalog.edit_event_triggers();
    const auto found = std::find_if(triggers.begin(), triggers.end(),
                                    [&](const EventTrigger& trigger) { return trigger.name == name; });
    return found == triggers.end() ? nullptr : &*found;
}

/// The one of that name; none where it was made elsewhere.
EventTrigger* require(Replayer& r, Symbol name) {
    EventTrigger* const found = find(r, name);
    if (found == nullptr && r.event_triggers.has(name))
        refuse(sqlstate::undefined_object, "event trigger \"{}\" does not exist", name.text());
    return found;
}

[[noreturn]] void refuse_duplicate(Symbol name) {
    refuse(sqlstate::duplicate_object, "event trigger \"{}\" already exists", name.text());
}

bool fires(const EventTrigger& trigger, std::string_view event, std::string_view tag) {
    const auto is_tag = [&](const std::string& one) { return equal_ignoring_case(one, tag); };
    return trigger.enabled && trigger.event.text() == event &&
           (trigger.tags.empty() || std::any_of(trigger.tags.begin(), trigger.tags.end(), is_tag));
}

/// In the order of their names.
std::vector<EventTrigger> fired(const Replayer& r, std::string_view event) {
    std::vector<EventTrigger> found;
    for (const EventTrigger& trigger : r.catalog.event_triggers())
        if (fires(trigger, event, r.statement->tag)) found.push_back(trigger);
    std::sort(found.begin(), found.end(),
              [](const EventTrigger& a, const EventTrigger& b) { return a.name.text() < b.name.text(); });
    return found;
}

/// What the first one does that cannot be told is what is said.
class Firing {
public:
    explicit Firing(Replayer& r) : r_(r) {}

    void fire(std::string_view event, const std::function<void(dynamic::DdlStatement&)>& tell) {
        const std::vector<EventTrigger> triggers = fired(r_, event);
        if (triggers.empty()) return;
        dynamic::DdlStatement ddl;
        ddl.event = Symbol{event};
        ddl.tag = Symbol{r_.statement->tag};
        tell(ddl);
        if (event == "sql_drop" && ddl.dropped.rows.empty()) return;
        const dynamic::DdlStatement* const outer = r_.ddl;
        r_.ddl = &ddl;
        try {
            for (const EventTrigger& trigger : triggers)
                note(trigger, dynamic::run_event_trigger(r_, trigger.function));
        } catch (const Refused&) {
            r_.ddl = outer;
            throw;
        }
        r_.ddl = outer;
    }

    /// What came of the statement and of all that it fired.
    [[nodiscard]] Effect with(Effect effect) const {
        const bool worse =
            untold_ && (effect.outcome == Outcome::applied || effect.outcome == Outcome::inert);
        return worse ? *untold_ : effect;
    }

private:
    void note(const EventTrigger& trigger, Effect effect) {
        if (effect.outcome == Outcome::applied || effect.outcome == Outcome::inert || untold_) return;
        effect.why = fmt::format("event trigger {}: {}", trigger.name.text(), effect.why);
        untold_ = std::move(effect);
    }

    Replayer& r_;
    std::optional<Effect> untold_;
};

} // namespace

bool fires_event_triggers(const Replayer& r) {
    const std::span<const EventTrigger> triggers = r.catalog.event_triggers();
    if (triggers.empty() || !is_supported(r.statement->tag) || is_on_cluster(r.statement->node)) return false;
    return std::any_of(triggers.begin(), triggers.end(), [&](const EventTrigger& trigger) {
        return fires(trigger, trigger.event.text(), r.statement->tag);
    });
}

Effect run_with_event_triggers(Replayer& r, const std::function<Effect()>& run) {
    Firing firing{r};
    firing.fire("ddl_command_start", [](dynamic::DdlStatement&) {});
    const dynamic::Before before{r.catalog};
    const Effect effect = run();
    firing.fire("sql_drop", [&](dynamic::DdlStatement& ddl) { ddl.dropped = before.dropped(r); });
    firing.fire("ddl_command_end", [&](dynamic::DdlStatement& ddl) { ddl.commands = before.commands(r); });
    return firing.with(effect);
}

Effect apply(Replayer& r, const CreateEventTrigger& create) {
    if (std::find(events.begin(), events.end(), create.event.text()) == events.end())
        refuse(sqlstate::syntax_error, "unrecognized event name \"{}\"", create.event.text());
    require_tags(create);
    EventTrigger trigger;
    trigger.name = create.name.text;
    trigger.event = create.event;
    if (find(r, trigger.name) != nullptr) refuse_duplicate(trigger.name);
    trigger.function = trigger_function(r, create.function, "event_trigger");
    trigger.tags = create.tags;
    trigger.span = r.statement->span;
    r.event_triggers.add(trigger.name);
    r.catalog.edit_event_triggers().push_back(std::move(trigger));
    return {};
}

Effect apply(Replayer& r, const AlterEventTrigger& alter) {
    EventTrigger* trigger = require(r, alter.name.text);
    if (trigger == nullptr) return inert();
    trigger->enabled = alter.enabled;
    return {};
}

Effect rename_event_trigger(Replayer& r, Symbol name, const Name& new_name) {
    EventTrigger* trigger = require(r, name);
    if (trigger == nullptr) return inert();
    if (find(r, new_name.text) != nullptr) refuse_duplicate(new_name.text);
    r.event_triggers.add(new_name.text);
    trigger->name = new_name.text;
    return {};
}

Effect drop_event_triggers(Replayer& r, const Drop& drop) {
    for (const ObjectRef& ref : drop.objects) {
        const Symbol name = ref.name.name;
        if (!drop.if_exists) (void)require(r, name);
        std::erase_if(r.catalog.edit_event_triggers(),
                      [&](const EventTrigger& trigger) { return trigger.name == name; });
    }
    return {};
}

void drop_event_triggers_of(Replayer& r, FunctionId function, DropBehavior behavior) {
    const auto runs_it = [&](const EventTrigger& trigger) { return trigger.function == function; };
    const auto triggers = r.catalog.event_triggers();
    if (std::none_of(triggers.begin(), triggers.end(), runs_it)) return;
    if (behavior == DropBehavior::restrict)
        refuse(sqlstate::dependent_objects_still_exist, "cannot drop {} because other objects depend on it",
               description(r, function));
    std::erase_if(r.catalog.edit_event_triggers(), runs_it);
}

} // namespace rlslint::replaying
