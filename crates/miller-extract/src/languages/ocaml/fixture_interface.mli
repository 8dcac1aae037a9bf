(** What the warehouse offers.

    A page of text. *)

open Types
open Types.Nested

type t
(** A stock. *)

type level = Low | High of int  (** How much there is. *)

type way =
  | There  (** To the place. *)
  | Back
      (** And home. *)

type kind = This | That
(** Which one. *)

exception Missing of string
(** Raised for what is not there. *)

(** {1 Making} *)

val empty : t
(** Nothing at all. *)

val add : ?twice:bool -> string -> t -> t
(** [add name stock] puts one article there.

    (* Even twice. *) *)

(** Joins two stocks. *)
val ( +++ ) : t -> t -> t

val size : t -> int
val fold : ('a -> string -> 'a) -> 'a -> t -> 'a

module type ITEM = sig
  include Comparable.S

  val name : t -> string
end

module Make (Item : ITEM) : sig
  val all : Item.t list
  (** All of them. *)
end

module Alias = Other.Module

external size_of : t -> int = "size_of"

class type closable = object
  inherit [int] printable
  method close : unit
end

class till : int -> closable
