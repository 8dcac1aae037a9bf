namespace Shop.Inventory

open System.Collections.Generic

/// How much there is.
type Level =
    | Low
    | High of int

/// One article.
type Article =
    { Name: string
      Price: decimal }

type Color =
    | Red = 0

type Names = List<string>
type Handler = delegate of int -> unit
type Hidden

exception Missing of string

/// Works on stock.
module Stock =
    /// Adds up prices.
    val total: twice: bool -> Article list -> decimal
    val limit: int
    val internal (+++): 'a list -> 'a list -> 'a list

/// A till.
type Till =
    member Add: amount: int -> unit
