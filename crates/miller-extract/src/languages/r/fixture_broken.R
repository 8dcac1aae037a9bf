# A script that is being written.
before <- function(x) x + 1

broken <- function(x {
  x
}

after <- function(y) {
  before(y)
}
