module Broken

/// Starts.
let start n = n + 1

let middle = [ 1; 2

/// Stops.
let stop n = start n

type Light =
    | Red
    | Green
