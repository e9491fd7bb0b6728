# rlslint_embed_profiles(<variable>): sets <variable> to a generated source that defines rlslint::profiles::
# embedded_profiles() from rules/profiles/<name>/{schema.sql,profile.toml}, or to nothing while there is no profile.
#
# Run as a script (cmake -DOUTPUT=… -DPROFILES_DIR=… -P EmbedProfiles.cmake) it writes that source.

# The bytes of a file as lines of a char array: no limit on the length of a string literal is met, nothing is escaped.
function(_embed_bytes file variable text)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REPEAT "....." 24 line)
    string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
    # One byte more than the file has, so that an empty file makes an array too.
    string(APPEND ${text} "constexpr unsigned char ${variable}[] = {\n${bytes}0x00};\n")
    set(${text} "${${text}}" PARENT_SCOPE)
endfunction()

function(_embed_write output profiles_dir)
    file(GLOB profiles RELATIVE "${profiles_dir}" "${profiles_dir}/*/profile.toml")
    list(SORT profiles)
    set(arrays "")
    set(rows "")
    set(number 0)
    foreach(profile IN LISTS profiles)
        get_filename_component(name "${profile}" DIRECTORY)
        _embed_bytes("${profiles_dir}/${name}/schema.sql" schema_${number} arrays)
        _embed_bytes("${profiles_dir}/${name}/profile.toml" toml_${number} arrays)
        string(APPEND rows "    EmbeddedProfile{\"${name}\", text_of(schema_${number}), text_of(toml_${number})},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    file(WRITE "${output}.new" "// Generated from rules/profiles by cmake/EmbedProfiles.cmake.
#include \"rlslint/project/embedded_profiles.hpp\"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace rlslint::profiles {
namespace {

${arrays}
template <std::size_t Size>
std::string_view text_of(const unsigned char (&bytes)[Size]) {
    return {reinterpret_cast<const char*>(bytes), Size - 1};
}

} // namespace

std::span<const EmbeddedProfile> embedded_profiles() {
    static const std::array<EmbeddedProfile, ${number}> profiles{
${rows}    };
    return profiles;
}

} // namespace rlslint::profiles
")
    file(RENAME "${output}.new" "${output}")
endfunction()

function(rlslint_embed_profiles variable)
    set(header "${PROJECT_SOURCE_DIR}/include/rlslint/project/embedded_profiles.hpp")
    set(profiles_dir "${PROJECT_SOURCE_DIR}/rules/profiles")
    file(GLOB inputs CONFIGURE_DEPENDS "${profiles_dir}/*/schema.sql" "${profiles_dir}/*/profile.toml")
    set(${variable} "" PARENT_SCOPE)
    if(inputs AND EXISTS "${header}")
        set(output "${PROJECT_BINARY_DIR}/generated/embedded_profiles.cpp")
        set(script "${PROJECT_SOURCE_DIR}/cmake/EmbedProfiles.cmake")
        add_custom_command(
            OUTPUT "${output}"
            COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DPROFILES_DIR=${profiles_dir}" -P "${script}"
            DEPENDS ${inputs} "${script}"
            COMMENT "Embedding profiles"
            VERBATIM)
        set(${variable} "${output}" PARENT_SCOPE)
    endif()
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND DEFINED OUTPUT)
    _embed_write("${OUTPUT}" "${PROFILES_DIR}")
endif()
