module Broken exposing (start)


{-| Starts. -}
start : Int -> Int
start n =
    n + 1


middle =
    [ 1, 2


stop : Int -> Int
stop n =
    start n


type Light
    = Red
    | Green


after =
    Shop.→Stock
