# Prices and stocks of a small shop.
library(stats)
library("utils")
suppressPackageStartupMessages(require(methods))
requireNamespace("R6", quietly = TRUE)
source("helpers/format.R")
package <- "tools"
library(package, character.only = TRUE)

#' The rate of the value added tax.
RATE <- 0.19
shop.name = "Corner"
.cache <- new.env()
100 -> limit
limit <- limit + 1

#' Adds the tax
#'
#' @description Adds the tax to prices.
#' @param price The price without it.
#' @param ... Passed on.
#' @return The price with it.
#' @export
#' @examples
#' with_tax(10)
with_tax <- function(price, rate = RATE, ...) {
  total <- price * (1 + rate)
  round_up <- function(x) ceiling(x)
  total <- round_up(total)
  counter <<- total
  stats::median(total, ...)
}

# Not a doc comment.
print.item <- function(x, ...) {
  cat(format_price(x$price), "\n")
  invisible(x)
}

format_price = function(value) sprintf("%.2f", value)

"price<-" <- function(object, value) {
  object$price <- value
  object
}

`%+%` <- function(left, right) paste0(left, right)

square <- \(x) x^2

counter <- 0
items <- lapply(1:3, function(i) with_tax(i))
for (i in seq_along(items)) {
  message("item ", i, " of ", length(items) %+% "!")
}

#' A stack of things
#'
#' @field items What is on it.
Stack <- R6::R6Class("Stack",
  public = list(
    #' @description Makes an empty stack.
    #' @param label What to call it.
    initialize = function(label = "stack") {
      private$label <- label
    },
    #' @description Puts a thing on top.
    push = function(x) {
      self$size <- self$size + 1
      private$items[[self$size]] <- x
      invisible(self)
    },
    size = 0,
    finalize = function() message("gone")
  ),
  private = list(
    items = list(),
    label = NULL,
    check = function() stopifnot(self$size > 0)
  ),
  active = list(
    top = function() {
      private$check()
      private$items[[self$size]]
    }
  )
)

CountingStack <- R6Class("CountingStack",
  inherit = Stack,
  public = list(
    pushes = 0,
    push = function(x) {
      self$pushes <- self$pushes + 1
      super$push(x)
    }
  )
)

#' A point with a label.
GeomLabel <- ggproto("GeomLabel", GeomPoint,
  required = c("x", "y"),
  draw = function(self, data) square(data)
)

#' Somebody.
setClass("Person", slots = c(name = "character", age = "numeric"))

setClass("Worker",
  contains = "Person",
  representation(wage = "numeric")
)

Account <- setRefClass("Account",
  fields = list(balance = "numeric"),
  contains = c("Base"),
  methods = list(
    deposit = function(x) {
      "Puts money in."
      balance <<- balance + x
      invisible(.self)
    }
  )
)

#' How much somebody earns.
setGeneric("earnings", function(object, ...) standardGeneric("earnings"))

setMethod("earnings", "Worker", function(object, ...) {
  object@wage * months(object)
})

setMethod("show", signature("Person"), function(object) cat(object@name))

setValidity("Person", function(object) length(object@name) == 1)

main <- function() {
  stack <- Stack$new("numbers")
  stack$push(with_tax(3))$push(4)
  if (limit > 3) for (name in names(items)) print(name)
  repeat break
  total <- c(1, 2) |> sum()
  worker <- new("Worker", name = "Ann", age = 30, wage = 1)
  earnings(worker) %+% total
}

if (!interactive()) main()

first <- second <- `price<-`(items, 3 %% 2)
4 -> third -> fourth
