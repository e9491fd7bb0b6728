#include "rlslint/text/symbol.hpp"

#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

namespace rlslint {
namespace {

/// Bytes that never move. Blocks are large, names small, so little is wasted at a block's end.
class Arena {
public:
    std::string_view keep(std::string_view text) {
        if (text.size() > left_) grow(text.size());
        char* const place = at_;
        std::memcpy(place, text.data(), text.size());
        at_ += text.size();
        left_ -= text.size();
        return {place, text.size()};
    }

private:
    void grow(std::size_t at_least) {
        left_ = std::max(block_size, at_least);
        at_ = blocks_.emplace_back(std::make_unique<char[]>(left_)).get();
    }

    static constexpr std::size_t block_size = 64 * 1024;
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* at_ = nullptr;
    std::size_t left_ = 0;
};

/// The texts by number, in chunks of doubling size that never move: a thread that was handed a
/// symbol reads its text without a lock while others add more.
class Texts {
public:
    std::string_view operator[](std::uint32_t id) const {
        const auto [chunk, index] = place(id);
        return chunks_[chunk].load(std::memory_order_acquire)[index];
    }

    /// Calls must not overlap.
    void set(std::uint32_t id, std::string_view text) {
        const auto [chunk, index] = place(id);
        if (index == 0) {
            storage_[chunk] = std::make_unique<std::string_view[]>(first_chunk << chunk);
            chunks_[chunk].store(storage_[chunk].get(), std::memory_order_release);
        }
        storage_[chunk][index] = text;
    }

private:
    struct Place {
        std::size_t chunk;
        std::size_t index;
    };

    static Place place(std::uint32_t id) {
        const std::size_t n = id + first_chunk;
        const auto chunk = static_cast<std::size_t>(std::bit_width(n) - std::bit_width(first_chunk));
        return {chunk, n - (first_chunk << chunk)};
    }

    static constexpr std::size_t first_chunk = 1024;
    static constexpr std::size_t chunk_count = 23; // enough for every 32-bit number
    std::array<std::unique_ptr<std::string_view[]>, chunk_count> storage_;
    std::array<std::atomic<std::string_view*>, chunk_count> chunks_{};
};

/// An open-addressing hash table of symbol numbers. Slots go from empty to taken and stay so; a
/// table that has become too full is replaced by a larger copy and kept for those still reading it.
class Slots {
public:
    explicit Slots(std::size_t capacity)
        : mask_(capacity - 1), slots_(std::make_unique<std::atomic<std::uint64_t>[]>(capacity)) {}

    /// Id and hash in one word, so that both appear at once.
    static std::uint64_t slot(std::uint32_t id, std::uint32_t hash) { return std::uint64_t{hash} << 32 | id; }

    /// The number under which `text` stands here, or 0.
    std::uint32_t find(std::string_view text, std::uint32_t hash, const Texts& texts) const {
        for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
            const std::uint64_t value = slots_[at].load(std::memory_order_acquire);
            const auto id = static_cast<std::uint32_t>(value);
            if (id == 0 || (value >> 32 == hash && texts[id] == text)) return id;
        }
    }

    void put(std::uint64_t value) {
        std::size_t at = (value >> 32) & mask_;
        while (slots_[at].load(std::memory_order_relaxed) != 0)
            at = (at + 1) & mask_;
        slots_[at].store(value, std::memory_order_release);
    }

    [[nodiscard]] std::unique_ptr<Slots> doubled() const {
        auto larger = std::make_unique<Slots>(2 * (mask_ + 1));
        for (std::size_t at = 0; at <= mask_; ++at) {
            if (const std::uint64_t value = slots_[at].load(std::memory_order_relaxed)) larger->put(value);
        }
        return larger;
    }

    [[nodiscard]] bool full(std::uint32_t count) const { return std::size_t{count} * 2 > mask_; }

private:
    std::size_t mask_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> slots_;
};

/// Looking up takes no lock; only a text that is new does.
class SymbolTable {
public:
    SymbolTable() {
        tables_.push_back(std::make_unique<Slots>(4096));
        current_.store(tables_.back().get(), std::memory_order_release);
        texts_.set(0, {});
    }

    std::uint32_t intern(std::string_view text) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
        const std::uint32_t id = current_.load(std::memory_order_acquire)->find(text, hash, texts_);
        return id != 0 ? id : add(text, hash);
    }

    [[nodiscard]] std::string_view text(std::uint32_t id) const { return texts_[id]; }

private:
    std::uint32_t add(std::string_view text, std::uint32_t hash) {
        const std::lock_guard lock(adding_);
        Slots* slots = tables_.back().get();
        if (const std::uint32_t id = slots->find(text, hash, texts_)) return id;
        if (slots->full(next_)) {
            slots = tables_.emplace_back(slots->doubled()).get();
            current_.store(slots, std::memory_order_release);
        }
        texts_.set(next_, arena_.keep(text));
        slots->put(Slots::slot(next_, hash));
        return next_++;
    }

    std::mutex adding_;
    std::uint32_t next_ = 1;
    Arena arena_;
    Texts texts_;
    std::vector<std::unique_ptr<Slots>> tables_;
    std::atomic<const Slots*> current_;
};

/// Never destroyed: symbols are read by whatever still runs when the process ends.
SymbolTable& table() {
    static SymbolTable* const only = std::make_unique<SymbolTable>().release();
    return *only;
}

} // namespace

Symbol::Symbol(std::string_view text) : id_(text.empty() ? 0 : table().intern(text)) {}

std::string_view Symbol::text() const { return id_ == 0 ? std::string_view{} : table().text(id_); }

} // namespace rlslint
