#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "rlslint/sql/parse.hpp"
#include "rlslint/text/thread.hpp"

namespace rlslint::replaying {

/// A section that was cut, and its statements parsed, by piece; without those of a section that is too
/// long to hold all its trees at once.
struct ReadSection {
    Script script;
    std::vector<std::optional<ParseResult>> parsed;
};

/// Reads sections in order, some of them ahead of whoever asks, on other threads. With one job, or too
/// little to read to be worth a thread, all is read by whoever asks.
class ReadAhead {
public:
    ReadAhead(const Sources& sources, std::span<const Section> sections, unsigned jobs);
    ~ReadAhead();
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// The next section; as many calls as there are sections.
    [[nodiscard]] ReadSection next();

private:
    void work();
    [[nodiscard]] ReadSection read(Parser& parser, const Section& section, bool ahead) const;

    /// As many sections are held at most.
    static constexpr std::size_t window = 16;

    const Sources& sources_;
    const std::span<const Section> sections_;
    Parser parser_; ///< of whoever asks

    std::mutex mutex_; ///< of all below
    std::condition_variable changed_;
    std::array<std::optional<ReadSection>, window> ready_;
    std::size_t begun_ = 0; ///< sections before this are being read, or have been
    std::size_t taken_ = 0;
    bool stopped_ = false;

    std::vector<Thread> threads_; ///< last: they end before what they use
};

} // namespace rlslint::replaying
