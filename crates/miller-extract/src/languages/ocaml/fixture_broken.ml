(** Starts. *)
let start n = print_int (n + 1)

let middle = ( + ] 2

(** Stops. *)
let stop () = List.iter ignore []

type light = Red | Green
