function(before)
  message("kept")
endfunction()

endif()
add_library(broken ) )

add_executable(after main.c)
