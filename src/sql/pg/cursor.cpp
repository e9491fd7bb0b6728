#include "cursor.hpp"

namespace rlslint::pg {

void Cursor::skip() { at_ = tokens_->partner(at_) > at_ ? tokens_->partner(at_) + 1 : at_ + 1; }

bool Cursor::accept(std::string_view keyword) {
    if (!at(keyword)) return false;
    ++at_;
    return true;
}

bool Cursor::accept(char punctuation) {
    if (!at(punctuation)) return false;
    ++at_;
    return true;
}

bool Cursor::accept(std::initializer_list<std::string_view> keywords) {
    const TokenIndex start = at_;
    for (const std::string_view keyword : keywords) {
        if (accept(keyword)) continue;
        at_ = start;
        return false;
    }
    return true;
}

bool Cursor::seek(std::string_view keyword) {
    for (; !done(); skip()) {
        if (!at(keyword)) continue;
        const bool is_name = at_ > 0 && (tokens_->is(at_ - 1, '.') || tokens_->is(at_ - 1, "as"));
        if (!is_name) return true;
    }
    return false;
}

bool Cursor::seek(char punctuation) {
    while (!done() && !at(punctuation))
        skip();
    return !done();
}

Extent Cursor::name() {
    const TokenIndex first = at_;
    const TokenIndex end = tokens_->name_end(first);
    at_ = end + 1;
    return {first, end};
}

Extent Cursor::group() {
    const TokenIndex first = at_;
    skip();
    return since(first);
}

Extent Cursor::item() {
    const TokenIndex first = at_;
    seek(',');
    const Extent found = since(first);
    accept(',');
    return found;
}

} // namespace rlslint::pg
