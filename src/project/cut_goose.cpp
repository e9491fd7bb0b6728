#include "cut.hpp"
#include "lines.hpp"

namespace rlslint {
namespace {

enum class Marker { none, up, down, statement_begin, statement_end };

/// `-- +goose Up` and its like; NO TRANSACTION and ENVSUB change nothing here.
Marker marker(std::string_view line) {
    std::optional<std::string_view> words = lines::comment(line);
    if (!words || !lines::take_word(*words, "+goose")) return Marker::none;
    if (equal_ignoring_case(*words, "up")) return Marker::up;
    if (equal_ignoring_case(*words, "down")) return Marker::down;
    if (equal_ignoring_case(*words, "statementbegin")) return Marker::statement_begin;
    if (equal_ignoring_case(*words, "statementend")) return Marker::statement_end;
    return Marker::none;
}

/// What stands between StatementBegin and StatementEnd goes to the server as one; elsewhere a `;`
/// at the end of a line ends a statement.
class Cutter {
public:
    void take(const lines::Line& line) {
        switch (marker(line.text)) {
        case Marker::none: return;
        case Marker::up: return open(line, Terminator::semicolon);
        case Marker::down:
            close(line.begin);
            if (!down_) down_ = line.begin;
            return;
        case Marker::statement_begin: return within(line, Terminator::section);
        case Marker::statement_end: return within(line, Terminator::semicolon);
        }
    }

    Cut finish(std::uint32_t size) && {
        close(size);
        if (down_) cut_.omitted.push_back({*down_, size, "takes the migration back (goose Down)"});
        return std::move(cut_);
    }

private:
    void within(const lines::Line& line, Terminator terminator) {
        if (!open_) return;
        close(line.begin);
        open(line, terminator);
    }
    void open(const lines::Line& line, Terminator terminator) {
        if (down_) return;
        open_ = Part{line.next, line.next, terminator};
    }
    void close(std::uint32_t end) {
        if (!open_) return;
        open_->end = end;
        if (open_->begin < end) cut_.parts.push_back(*open_);
        open_.reset();
    }

    Cut cut_;
    std::optional<Part> open_;
    std::optional<std::uint32_t> down_;
};

} // namespace

Cut cut_goose(std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    if (!is_goose(text)) return {{}, {{0, size, "has no line `-- +goose Up`"}}};
    Cutter cutter;
    lines::for_each(text, [&](const lines::Line& line) { cutter.take(line); });
    return std::move(cutter).finish(size);
}

bool is_goose(std::string_view text) {
    bool found = false;
    lines::for_each(text, [&](const lines::Line& line) { found |= marker(line.text) == Marker::up; });
    return found;
}

} // namespace rlslint
