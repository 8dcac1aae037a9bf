(** The stock of a warehouse. *)

open Printf
open! Lwt.Infix
module StringMap = Map.Make (String)
module L = List

(** Raised where an article is not there. *)
exception Missing of string

exception Gone = Not_found

(** One article. *)
type article = {
  name : string;  (** What customers see. *)
  mutable price : float;
      (** Without taxes. *)
  tags : string list;
}

(** How much there is. *)
type level =
  | Low  (** Order soon. *)
  | High of int
  | Range of { least : int; most : int }
  | ( :: ) of int * level
[@@deriving show, make]

type color = [ `Red | `Green of int ]
and 'a tree = Leaf | Node of 'a tree * 'a * 'a tree
type t
type _ amount = Int : int -> int amount | Bool : bool -> bool amount
type extensible = ..
type extensible += Added of int

external sine : float -> float = "caml_sin_float" "sin" [@@unboxed]

(** What can be compared. *)
module type ORDERED = sig
  type t

  (** Compares two. *)
  val compare : t -> t -> int

  val zero : t
  include Set.OrderedType with type t := t
end

(** Makes a set. *)
module Make (Item : ORDERED) (Other : sig end) : sig
  type set

  val add : Item.t -> set -> set
end = struct
  type set = Item.t list

  let rec add item set =
    match set with
    | [] -> [ item ]
    | first :: rest when Item.compare first item = 0 -> first :: rest
    | first :: rest -> first :: add item rest

  let empty : set = []
end

module Nested = struct
  module Deeper = struct
    let answer = 42
  end

  let question ?(text = "what") ~unit () = text ^ unit
end

module rec Even : sig val test : int -> bool end = struct
  let test n = n = 0 || Odd.test (n - 1)
end
and Odd : sig val test : int -> bool end = struct
  let test n = n <> 0 && Even.test (n - 1)
end

(** Adds up prices.

    Twice, if asked to. *)
let total ?(twice = false) articles =
  let sum = L.fold_left (fun sum { price; _ } -> sum +. price) 0. articles in
  let double amount = amount *. 2. in
  if twice then double sum else sum

let ( +++ ) left right = left @ right
let ( let* ) value next = Lwt.bind value next

let rec is_even n = if n = 0 then true else is_odd (n - 1)

(** The other one. *)
and is_odd = function 0 -> false | n -> is_even (n - 1)

let limit = 10
let low, (high as top) = (1, limit)
let power = 2. ** 3.
let counter : int ref = ref 0
let paint : [ `Red | `Blue ] -> unit = fun _ -> ()
let show = function
  | Low -> "low"
  | High n | Range { most = n; _ } -> string_of_int n
  | _ :: rest -> ignore rest; ""

let color = function `Red -> 1 | `Green n -> n

let make name = { name; price = 1.0; tags = [] }
let cheaper article = { article with price = article.price /. 2. }

let load path =
  let* text = Lwt_io.read_file path in
  try
    String.split_on_char '\n' text
    |> List.map (fun line -> make line)
    |> Lwt.return
  with
  | Missing name -> Lwt.fail (Failure name)
  | Sys_error _ as error -> raise error

(** A till. *)
class till (start : int) =
  object (self)
    inherit counter_base start as super
    inherit [int] printer as printer

    (** What is in it. *)
    val mutable money = start

    method add amount =
      money <- money + amount;
      self#changed

    (** Called after each change. *)
    method private changed = print_endline (string_of_int money)
    method virtual close : unit -> unit
    initializer self#add 0
  end

class type closable = object
  method close : unit -> unit
  val name : string
  inherit [int] printable
end

let run () =
  let till = new till 5 in
  let module Local = struct let helper x = x + 1 end in
  till#add (Local.helper 1);
  let open Nested in
  let printer = object method print x = printf "%d" x end in
  for i = 0 to 10 do printer#print i done;
  Nested.(question ~unit:"a" ()) |> print_endline;
  print_endline @@ Nested.question ~unit:"b" ();
  assert (!counter + Deeper.answer > 0 && (module Nested : ORDERED) != Obj.magic 1);
  let first = [| 1 |].(0) and x = lazy (1 + 1) in
  let (lazy y) = x in
  first + y + Array.length [| 2 |]

let both a b =
  let+ x = a
  and+ y = b in
  match x with
  | [ (only : int) ] -> only
  | exception Gone -> 0
  | _ -> y.%{0}

let unpack (module Item : ORDERED) [| Nested.(only) |] = cell#@1; only

module Apply = functor (X : ORDERED) -> struct let y = X.zero end

let () = counter := limit; ignore (run ())

include Nested
