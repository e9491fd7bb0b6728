#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

TEST_CASE("docs/picture.svg is what a terminal shows: RLSLINT_UPDATE=1 draws it anew") {
    const bool update = std::getenv("RLSLINT_UPDATE") != nullptr;
    const std::string command = "bash '" RLSLINT_SOURCE_DIR "/scripts/picture' --program '" RLSLINT_EXECUTABLE
                                "'" +
                                std::string(update ? "" : " --check");
    CHECK(std::system(command.c_str()) == 0);
}
