# The harbour, built.
cmake_minimum_required(VERSION 3.20)
project(harbour
  VERSION 1.2.0
  LANGUAGES C CXX)

include(GNUInstallDirs)
include(cmake/Tides.cmake OPTIONAL)
find_package(Threads REQUIRED)
find_package(Boost 1.80 COMPONENTS system)
add_subdirectory(src)

# Whether the tests are built.
option(HARBOUR_TESTS "Build the tests" ON)
set(HARBOUR_SOURCES
  src/main.c # where it starts
  "src/tide gauge.c")
set(CMAKE_CXX_STANDARD 20)
set(HARBOUR_HOME "/srv" CACHE PATH "Where it lives")
set(ENV{HARBOUR} "${HARBOUR_HOME}/${PROJECT_NAME}")
list(APPEND HARBOUR_SOURCES src/quay.c)
list(APPEND HARBOUR_NEW first.c)
list(LENGTH HARBOUR_SOURCES)
file(GLOB HARBOUR_HEADERS include/*.h)
file(WRITE tides.txt "high")
find_library(MATHS_LIBRARY m)
math(EXPR DOUBLED "2 * 2")

#[[ The library
that everything links. ]]
add_library(tides STATIC ${HARBOUR_SOURCES})
add_library(Harbour::tides ALIAS tides)

# The program.
add_executable(harbour main.c $<TARGET_OBJECTS:tides>)
target_link_libraries(harbour PRIVATE tides Threads::Threads)
target_include_directories(tides PUBLIC $ENV{HOME}/include $CACHE{X})

# Adds a gauge.
function(add_gauge name)
  cmake_parse_arguments(ARG "FAST" "" "SOURCES" ${ARGN})
  set(local_name "${name}_gauge")
  set(GAUGES ${GAUGES} ${name} PARENT_SCOPE)
  add_executable(${local_name} ${ARG_SOURCES})
  foreach(source IN LISTS ARG_SOURCES)
    message(STATUS "${source} of ${name}")
  endforeach()
endfunction()

macro(log_all level)
  while(FALSE)
    message(${level} [==[ raw ${text} ]==])
  endwhile()
endmacro(log_all)

if(HARBOUR_TESTS AND NOT WIN32)
  enable_testing()
  add_gauge(north SOURCES north.c)
  add_test(NAME north COMMAND north_gauge)
elseif(APPLE)
  LOG_ALL(WARNING)
else()
  add_custom_target(docs ALL DEPENDS harbour)
  add_custom_command(OUTPUT tides.h COMMAND gen)
endif()

block(SCOPE_FOR VARIABLES)
  set(inner 1)
  unset(inner)
endblock()
install(TARGETS harbour tides)
string(REPLACE "a" "b" HARBOUR_TEXT ${HARBOUR_HOME})
string(REGEX MATCH "[0-9]+" HARBOUR_NUMBER "${HARBOUR_TEXT}")
string(TOUPPER "loud" HARBOUR_LOUD)
string(RANDOM HARBOUR_CHANCE)
get_property(HARBOUR_KIND TARGET tides PROPERTY TYPE)
set_property(TARGET tides APPEND PROPERTY FOLDER harbour)
add_custom_command(TARGET tides POST_BUILD COMMAND gen DEPENDS harbour docs COMMENT "made")
foreach(one IN LISTS HARBOUR_SOURCES HARBOUR_NEW ITEMS last.c)
endforeach()
