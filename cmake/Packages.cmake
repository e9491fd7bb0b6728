# How `cpack` packs what is installed; scripts/package calls it.

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_VENDOR "rlslint authors")
set(CPACK_PACKAGE_CONTACT "rlslint authors <${PROJECT_HOMEPAGE_URL}>")
set(CPACK_PACKAGE_DESCRIPTION
    "Reads a project's SQL migrations, works out what the database will be after all of them have run, and says who can
reach which rows, and where that is more, or less, than anyone meant. It needs no database.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
find_program(RLSLINT_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(RLSLINT_SHLIBDEPS)
if(RLSLINT_SHLIBDEPS AND NOT RLSLINT_STATIC)
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()

include(CPack)
