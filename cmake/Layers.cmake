# rlslint_layer(<name> [ON <layers>] [PUBLIC <libraries>] [PRIVATE <libraries>] [SOURCES <folders>] [MORE <sources>])
#
# One library a layer, from every .cpp under src/<name> (or SOURCES), plus MORE; headers are in include/rlslint/<name>.
# Files may come and go without a change here. A layer that has no source yet is an interface library, so that the
# ones above it still link.
function(rlslint_layer name)
    cmake_parse_arguments(arg "" "" "ON;PUBLIC;PRIVATE;SOURCES;MORE" ${ARGN})
    if(NOT arg_SOURCES)
        set(arg_SOURCES "src/${name}")
    endif()
    list(TRANSFORM arg_SOURCES REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/\\1/*.cpp")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${arg_SOURCES})
    list(FILTER sources EXCLUDE REGEX "/src/(sql/pg/.*|cli/main)\\.cpp$")
    set_property(GLOBAL PROPERTY rlslint_${name}_stands_on ${arg_ON})
    list(TRANSFORM arg_ON PREPEND rlslint_)

    set(target rlslint_${name})
    if(sources OR arg_MORE)
        add_library(${target} STATIC ${sources} ${arg_MORE})
        target_link_libraries(${target} PUBLIC rlslint_options ${arg_ON} ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE rlslint_options ${arg_ON} ${arg_PUBLIC})
    endif()
    add_library(rlslint::${name} ALIAS ${target})
    set_property(GLOBAL APPEND PROPERTY rlslint_layers ${name})
endfunction()

# Writes the layers, lowest first, as lines "name: what it stands on", for tests/include_direction.
function(rlslint_write_layers file)
    get_property(layers GLOBAL PROPERTY rlslint_layers)
    set(lines "")
    foreach(name IN LISTS layers)
        get_property(below GLOBAL PROPERTY rlslint_${name}_stands_on)
        list(JOIN below " " below)
        string(APPEND lines "${name}: ${below}\n")
    endforeach()
    file(CONFIGURE OUTPUT "${file}" CONTENT "${lines}" @ONLY)
endfunction()
