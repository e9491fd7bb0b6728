# cmake -DWORK=<folder> -P selftest.cmake
#
# Runs check.cmake over small trees: one that is right, and ones with a single wrong include each, which must be named.
cmake_minimum_required(VERSION 3.25)

set(check "${CMAKE_CURRENT_LIST_DIR}/check.cmake")
set(failures 0)

function(run_on result output)
    execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${WORK}/tree" "-DLAYERS=${WORK}/layers.txt" -P "${check}"
                    RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
    set(${result} ${code} PARENT_SCOPE)
    set(${output} "${text}" PARENT_SCOPE)
endfunction()

function(right_tree)
    file(REMOVE_RECURSE "${WORK}/tree")
    file(WRITE "${WORK}/layers.txt" "text: \ndiag: text\nsql: diag\nproject: text diag\nrules: sql\ncli: rules project\n")
    file(WRITE "${WORK}/tree/include/rlslint/text/span.hpp" "#pragma once\n#include <cstdint>\n")
    file(WRITE "${WORK}/tree/src/sql/split.cpp" "#include \"rlslint/sql/script.hpp\"\n#include <rlslint/text/span.hpp>\n")
    file(WRITE "${WORK}/tree/src/sql/pg/tree.cpp" "extern \"C\" {\n#include \"pg_query.h\"\n#include <nodes/parsenodes.h>\n}\n")
    file(WRITE "${WORK}/tree/rules/policy/open.cpp" "#include \"rlslint/version.hpp\"\n#include \"rlslint/sql/expr.hpp\"\n")
    file(WRITE "${WORK}/tree/src/cli/main.cpp" "#include <CLI/CLI.hpp>\n#include \"rlslint/rules/all.hpp\"\n")
endfunction()

# expect_complaint(<file> <include> <words>): adds one file with one include; the check must fail and say the words.
function(expect_complaint file include words)
    right_tree()
    file(WRITE "${WORK}/tree/${file}" "#pragma once\n  #  include ${include}\n")
    run_on(code text)
    if(code EQUAL 0 OR NOT text MATCHES "${file}: ${words}")
        message("${file} with ${include}: expected '${words}', got (${code}):\n${text}")
        math(EXPR failures "${failures} + 1")
        set(failures ${failures} PARENT_SCOPE)
    endif()
endfunction()

right_tree()
run_on(code text)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "a right tree is refused:\n${text}")
endif()

expect_complaint(include/rlslint/text/up.hpp "\"rlslint/diag/finding.hpp\"" "includes .*, but text does not stand on diag")
expect_complaint(src/diag/side.cpp "<rlslint/sql/expr.hpp>" "includes .*, but diag does not stand on sql")
expect_complaint(src/project/side.cpp "\"rlslint/sql/expr.hpp\"" "includes .*, but project does not stand on sql")
expect_complaint(rules/policy/up.cpp "\"rlslint/cli/run.hpp\"" "includes .*, but rules does not stand on cli")
expect_complaint(src/sql/split2.cpp "\"pg_query.h\"" "includes pg_query.h, which is kept to")
expect_complaint(rules/policy/pg.cpp "\"nodes/parsenodes.h\"" "includes nodes/parsenodes.h, which is kept to")
expect_complaint(src/sql/config.cpp "<toml++/toml.h>" "includes toml.*, which is kept to")
expect_complaint(src/text/gone.cpp "\"rlslint/gone/a.hpp\"" "includes .*, but no layer is called gone")
expect_complaint(src/diag/dots.cpp "\"../text/span.hpp\"" "includes .*: reach other folders through include/")
expect_complaint(src/strange/a.cpp "<vector>" "is in no layer's folder")

if(failures)
    message(FATAL_ERROR "${failures} wrong trees were not refused as they should")
endif()
