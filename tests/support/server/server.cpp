#include "support/server/server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rlslint::testing {
namespace {

namespace fs = std::filesystem;

// -- the server's programs --------------------------------------------------------------------------

std::string first_line_of(const char* command) {
    std::string line(4096, '\0');
    FILE* pipe = popen(command, "r");
    if (pipe == nullptr || std::fgets(line.data(), static_cast<int>(line.size()), pipe) == nullptr)
        line.clear();
    if (pipe != nullptr) pclose(pipe);
    line.resize(std::min(line.find_first_of("\r\n"), line.find('\0')));
    return line;
}

// Folders like /usr/lib/postgresql/15/bin, the newest version first.
std::vector<fs::path> versioned(const fs::path& parent, std::string_view prefix) {
    std::map<int, fs::path, std::greater<>> by_version;
    std::error_code none;
    for (const fs::directory_entry& entry : fs::directory_iterator{parent, none}) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix))
            by_version[std::atoi(name.c_str() + prefix.size())] = entry.path() / "bin";
    }
    std::vector<fs::path> folders;
    folders.reserve(by_version.size());
    for (auto& [version, path] : by_version)
        folders.push_back(path);
    return folders;
}

fs::path find_programs() {
    if (const char* given = std::getenv("RLSLINT_POSTGRES_BIN")) return given;
    std::vector<fs::path> candidates = versioned("/usr/lib/postgresql", "");
    for (const char* folder : {"/opt/homebrew/opt", "/usr/local/opt"}) {
        std::ranges::copy(versioned(folder, "postgresql@"), std::back_inserter(candidates));
    }
    candidates.emplace_back(first_line_of("pg_config --bindir 2>/dev/null"));
    const auto usable = [](const fs::path& folder) {
        return fs::exists(folder / "initdb") && fs::exists(folder / "postgres");
    };
    const auto found = std::ranges::find_if(candidates, usable);
    return found == candidates.end() ? fs::path{} : *found;
}

// -- the folder of all our servers --------------------------------------------------------------------

constexpr std::string_view folder_prefix = "rlslint-pg-";
// In memory where there is room: a copy of a server is three hundred small files. Never the system's
// temporary folder, whose name may be long: a socket's path has room for a hundred bytes only.
fs::path folder_parent() {
    std::error_code none;
    const fs::space_info memory = fs::space("/dev/shm", none);
    return !none && memory.available > 512U * 1024 * 1024 ? "/dev/shm" : "/tmp";
}

// A run that was killed leaves its folder. Should its server live on (only where die_with() can do
// nothing), it ends within a minute of losing postmaster.pid.
void remove_leftovers(const fs::path& parent) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator{parent, ignored}) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(folder_prefix)) continue;
        const pid_t owner = std::atoi(name.c_str() + folder_prefix.size());
        if (owner > 0 && !alive(owner)) fs::remove_all(entry.path(), ignored);
    }
}

class Workspace {
public:
    Workspace() {
        const fs::path parent = folder_parent();
        remove_leftovers(parent);
        std::string pattern = parent / (std::string{folder_prefix} + std::to_string(getpid()) + "-XXXXXX");
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
        path = pattern;
        const Runner& runner = Runner::unprivileged();
        if (chown(path.c_str(), runner.user, runner.group) != 0)
            throw std::runtime_error("cannot give away " + pattern);
    }
    ~Workspace() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    [[nodiscard]] fs::path unused(std::string_view stem) {
        return path / (std::string{stem} + std::to_string(++count_));
    }

    fs::path path;
    std::map<std::string, fs::path, std::less<>> prepared; ///< data folders by the SQL run in them

private:
    int count_ = 0;
};

Workspace& workspace() {
    static Workspace instance;
    return instance;
}

std::string contents(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void run(const fs::path& program, std::vector<std::string> arguments) {
    const fs::path log = workspace().unused("log");
    if (wait_for(start({program, std::move(arguments), log})) != 0) {
        throw std::runtime_error(program.string() + " failed: " + contents(log));
    }
}

fs::path copy_of(const fs::path& data) {
    fs::path copy = workspace().unused("data");
    run("/bin/cp", {"-R", data.string(), copy.string()});
    return copy;
}

const fs::path& empty_cluster() {
    static const fs::path data = [] {
        fs::path folder = workspace().unused("data");
        run(postgres_programs() / "initdb",
            {"-D", folder.string(), "-U", std::string{PrivateServer::superuser}, "-A", "trust", "-E", "UTF8",
             "--locale=C", "--wal-segsize=1", "--no-sync"});
        return folder;
    }();
    return data;
}

// Two thirds of what every copy would have to copy.
void drop_templates(Connection& session) {
    session.query("update pg_database set datistemplate = false where datistemplate");
    session.query("drop database template0");
    session.query("drop database template1");
}

std::string where(const fs::path& sockets, std::string_view role) {
    return "host=" + sockets.string() + " dbname=postgres user=" + std::string{role};
}

} // namespace

const fs::path& postgres_programs() {
    static const fs::path programs = find_programs();
    return programs;
}

bool server_at_hand() {
    if (!postgres_programs().empty()) return true;
    const bool required = std::getenv("CI") != nullptr || std::getenv("RLSLINT_REQUIRE_SERVER") != nullptr;
    const std::string message =
        "SKIPPED: no PostgreSQL server found (set RLSLINT_POSTGRES_BIN to its programs)";
    if (required) FAIL_CHECK(message);
    std::fprintf(stderr, "%s\n", message.c_str());
    return false;
}

PrivateServer::PrivateServer(std::string_view schema_sql)
    : PrivateServer(Empty{}, copy_of(prepared(schema_sql))) {}

PrivateServer::PrivateServer(Empty, fs::path data) : data_(std::move(data)), log_(workspace().unused("log")) {
    start_server();
}

PrivateServer::~PrivateServer() {
    stop(SIGQUIT);
    std::error_code ignored;
    fs::remove_all(data_, ignored);
}

fs::path PrivateServer::prepared(std::string_view schema_sql) {
    std::map<std::string, fs::path, std::less<>>& known = workspace().prepared;
    if (const auto found = known.find(schema_sql); found != known.end()) return found->second;
    PrivateServer server{Empty{}, copy_of(empty_cluster())};
    Connection session = server.connect(superuser);
    session.query(std::string{schema_sql});
    drop_templates(session);
    server.stop(SIGINT);
    return known.emplace(schema_sql, std::exchange(server.data_, {})).first->second;
}

void PrivateServer::start_server() {
    std::vector<std::string> arguments{"-D", data_.string(), "-k", data_.string()};
    for (const char* setting :
         {"listen_addresses=", "fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=16MB",
          "max_connections=20", "wal_level=logical", "dynamic_shared_memory_type=mmap"}) {
        arguments.insert(arguments.end(), {"-c", setting});
    }
    process_ = start({postgres_programs() / "postgres", std::move(arguments), log_});
    using namespace std::chrono_literals;
    for (const auto end = std::chrono::steady_clock::now() + 60s; std::chrono::steady_clock::now() < end;) {
        if (PQping(where(data_, superuser).c_str()) == PQPING_OK) return;
        if (waitpid(process_, nullptr, WNOHANG) == process_) break;
        std::this_thread::sleep_for(5ms);
    }
    throw std::runtime_error("the PostgreSQL server does not start: " + contents(log_));
}

void PrivateServer::stop(int signal) {
    if (process_ <= 0) return;
    kill(process_, signal);
    wait_for(std::exchange(process_, -1));
}

Connection PrivateServer::connect(std::string_view role) const { return Connection{where(data_, role)}; }

} // namespace rlslint::testing
