#include "read_ahead.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rlslint::replaying {
namespace {

/// Bytes that are parsed in the time in which a few threads are started.
constexpr std::size_t worth_a_thread = 256 << 10;

/// The trees of longer sections would take too much memory at once.
constexpr std::size_t longest_ahead = 128 << 10;

std::size_t bytes_of(std::span<const Section> sections) {
    return std::accumulate(sections.begin(), sections.end(), std::size_t{0},
                           [](std::size_t sum, const Section& section) { return sum + section.span.size(); });
}

} // namespace

ReadAhead::ReadAhead(const Sources& sources, std::span<const Section> sections, unsigned jobs)
    : sources_(sources), sections_(sections) {
    const std::size_t useful = std::min(bytes_of(sections) / worth_a_thread, sections.size());
    for (std::size_t i = 1; i < std::min<std::size_t>(jobs, useful + 1); ++i)
        threads_.emplace_back([this] { work(); });
}

ReadAhead::~ReadAhead() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
}

void ReadAhead::work() {
    Parser parser;
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock,
                      [&] { return stopped_ || begun_ == sections_.size() || begun_ < taken_ + window; });
        if (stopped_ || begun_ == sections_.size()) return;
        const std::size_t mine = begun_++;
        lock.unlock();
        ReadSection section = read(parser, sections_[mine], true);
        lock.lock();
        ready_[mine % window] = std::move(section);
        changed_.notify_all();
    }
}

/// What nobody has begun to read is read here, in the time in which one would wait for it.
ReadSection ReadAhead::next() {
    std::unique_lock lock(mutex_);
    const std::size_t mine = taken_;
    if (begun_ == mine) {
        ++begun_;
        ++taken_;
        lock.unlock();
        return read(parser_, sections_[mine], false);
    }
    changed_.wait(lock, [&] { return ready_[mine % window].has_value(); });
    ReadSection section = *std::exchange(ready_[mine % window], std::nullopt);
    ++taken_;
    changed_.notify_all();
    return section;
}

ReadSection ReadAhead::read(Parser& parser, const Section& section, bool ahead) const {
    ReadSection result{split(sources_, section), {}};
    if (!ahead || section.span.size() > longest_ahead) return result;
    result.parsed.resize(result.script.pieces.size());
    for (std::size_t i = 0; i < result.parsed.size(); ++i) {
        const Piece& piece = result.script.pieces[i];
        if (piece.kind == PieceKind::statement)
            result.parsed[i] = parser.parse(sources_, result.script, piece);
    }
    return result;
}

} // namespace rlslint::replaying
