# cmake -DROOT=<tree> -DLAYERS=<layers.txt> -P check.cmake
#
# Fails on an include that runs upward. LAYERS holds "name: what it stands on" for each layer, lowest first, as CMake
# links them. A file may include its own layer and all that is below it; headers of other people's that only one place
# may see are held there too.
cmake_minimum_required(VERSION 3.25)

set(errors 0)
function(complain file text)
    file(RELATIVE_PATH file "${ROOT}" "${file}")
    message("${file}: ${text}")
    math(EXPR errors "${errors} + 1")
    set(errors ${errors} PARENT_SCOPE)
endfunction()

# below_<layer>: everything the layer may include, itself too.
set(layers "")
file(STRINGS "${LAYERS}" lines)
foreach(line IN LISTS lines)
    string(REGEX MATCHALL "[a-z_]+" names "${line}")
    list(POP_FRONT names layer)
    set(below_${layer} ${layer} ${names})
    foreach(name IN LISTS names)
        if(NOT name IN_LIST layers)
            message(FATAL_ERROR "${LAYERS}: ${layer} stands on ${name}, which is not below it")
        endif()
        list(APPEND below_${layer} ${below_${name}})
    endforeach()
    list(REMOVE_DUPLICATES below_${layer})
    list(APPEND layers ${layer})
endforeach()

# Headers with one door: a pattern of the header, and of the files that may include it.
set(doors
    "^(pg_query|postgres|protobuf|c\\.h|(nodes|parser|utils|plpgsql)/|catalog/(pg_|objectaddress))" "^src/sql/pg/"
    "^toml\\+\\+/" "^src/project/"
    "^CLI/" "^src/cli/")

function(check_include file layer header)
    file(RELATIVE_PATH relative "${ROOT}" "${file}")
    if(header MATCHES "^rlslint/([a-z_]+)/")
        set(included "${CMAKE_MATCH_1}")
        if(NOT included IN_LIST layers)
            complain("${file}" "includes ${header}, but no layer is called ${included}")
        elseif(NOT included IN_LIST below_${layer})
            complain("${file}" "includes ${header}, but ${layer} does not stand on ${included}")
        endif()
    elseif(header MATCHES "^\\.\\./|/\\.\\./")
        complain("${file}" "includes ${header}: reach other folders through include/")
    endif()
    set(rest ${doors})
    while(rest)
        list(POP_FRONT rest pattern place)
        if(header MATCHES "${pattern}" AND NOT relative MATCHES "${place}")
            complain("${file}" "includes ${header}, which is kept to ${place}")
        endif()
    endwhile()
    set(errors ${errors} PARENT_SCOPE)
endfunction()

# The layer a file belongs to: by its folder, which must be a layer's.
function(check_file file)
    file(RELATIVE_PATH relative "${ROOT}" "${file}")
    if(relative MATCHES "^rules/")
        set(layer rules)
    elseif(relative MATCHES "^(src|include/rlslint)/([a-z_]+)/" AND CMAKE_MATCH_2 IN_LIST layers)
        set(layer "${CMAKE_MATCH_2}")
    else()
        complain("${file}" "is in no layer's folder")
        set(errors ${errors} PARENT_SCOPE)
        return()
    endif()
    file(STRINGS "${file}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
    foreach(line IN LISTS includes)
        if(line MATCHES "[<\"]([^>\"]+)[>\"]")
            check_include("${file}" ${layer} "${CMAKE_MATCH_1}")
        endif()
    endforeach()
    set(errors ${errors} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files "${ROOT}/src/*.cpp" "${ROOT}/src/*.hpp" "${ROOT}/include/*.hpp" "${ROOT}/rules/*.cpp"
     "${ROOT}/rules/*.hpp")
foreach(file IN LISTS files)
    check_file("${file}")
endforeach()
list(LENGTH files count)
if(errors)
    message(FATAL_ERROR "${errors} of the includes in ${count} files run the wrong way")
elseif(count EQUAL 0)
    message(FATAL_ERROR "no files found under ${ROOT}")
endif()
message("${count} files, no include runs upward")
