# Run when rlslint is installed: the manual page and the completions, as the program itself prints them.
# RLSLINT_PROGRAM and RLSLINT_PAGES (a folder to write to) are set before.

# rlslint_page(<file> <folder below the prefix> <argument>...)
function(rlslint_page file folder)
    execute_process(COMMAND "${RLSLINT_PROGRAM}" ${ARGN} OUTPUT_FILE "${RLSLINT_PAGES}/${file}" RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "rlslint ${ARGN} failed: ${status}")
    endif()
    file(INSTALL "${RLSLINT_PAGES}/${file}" DESTINATION "${CMAKE_INSTALL_PREFIX}/${folder}")
endfunction()

file(MAKE_DIRECTORY "${RLSLINT_PAGES}")
rlslint_page(rlslint.1 share/man/man1 man)
rlslint_page(rlslint share/bash-completion/completions completion bash)
rlslint_page(rlslint.fish share/fish/vendor_completions.d completion fish)
# Where the zsh of Debian looks, and where others do.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    rlslint_page(_rlslint share/zsh/vendor-completions completion zsh)
else()
    rlslint_page(_rlslint share/zsh/site-functions completion zsh)
endif()
