/// Everything about stock.
module Shop.Inventory.Stock

open System
open System.Collections.Generic
open type System.Math
#if DEBUG
#nowarn "40"
#endif

/// <summary>How much there is.</summary>
[<RequireQualifiedAccess>]
type Level =
    /// Order soon.
    | Low
    | High of int
    | Range of least: int * most: int
    member this.IsLow = this = Low

/// One article.
type Article =
    { /// What customers see.
      Name: string
      mutable Price: decimal
      Tags: string list }

    static member Create(name: string) = { Name = name; Price = 1m; Tags = [] }
    member article.Cheaper(by: decimal) : Article = { article with Price = article.Price - by }

type Color =
    | Red = 0
    | Green = 1

type Name = string
type Handler = delegate of obj * EventArgs -> unit

[<Measure>]
type kg

exception Missing of string

/// Things with a price.
type IPriced =
    inherit IDisposable
    abstract member Price: decimal
    abstract Total: count: int -> decimal

[<AbstractClass>]
type Base(name: string) =
    abstract Describe: unit -> string
    default _.Describe() = name

/// A till.
type Till(start: int, ?owner: string) as self =
    inherit Base("till")
    let mutable money = start
    let changed = new Event<int>()
    static let count = ref 0
    do printfn "made"

    /// A till without money.
    new() = Till(0)

    member val Label = "till" with get, set

    /// What is in it.
    member this.Money
        with get () = money
        and set value = money <- value

    /// Puts money in.
    member this.Add(amount: int, [<ParamArray>] rest: int[]) =
        money <- money + amount
        changed.Trigger money
        this.Check()

    member private this.Check() = if money < 0 then raise (Missing "money")
    static member (+)(left: Till, right: Till) = Till(left.Money + right.Money)
    override this.Describe() = base.Describe() + string money

    interface IPriced with
        member _.Price = decimal money
        member this.Total(count) = decimal (count * money)

    interface IDisposable with
        member _.Dispose() = ()

type Till with
    member this.Empty() = this.Money <- 0

type Tree<'item when 'item: comparison> =
    | Leaf
    | Node of Tree<'item> * 'item * Tree<'item>

and Forest<'item> = List<Tree<'item>>

[<Literal>]
let Limit = 10

let mutable counter = 0

/// Adds up prices.
let total (twice: bool) (articles: Article list) : decimal =
    let sum = articles |> List.sumBy (fun article -> article.Price)
    let double amount = amount * 2m
    if twice then double sum else sum

let inline internal add left right = left + right
let (+++) left right = List.append left right
let (<+>) = (+++)
let low, high = 1, Limit
let struct (one, two) = struct (1, 2)

/// Even or odd.
let (|Even|Odd|) n = if n % 2 = 0 then Even else Odd
let (|Positive|_|) n = if n > 0 then Some n else None

let rec isEven n = if n = 0 then true else isOdd (n - 1)

/// The other one.
and isOdd n =
    match n with
    | 0 -> false
    | n when n > 100 -> false
    | Even & _ -> isEven (n - 1)
    | _ -> isEven (n - 1)

let private show level =
    match level with
    | Level.Low -> "low"
    | Level.High amount
    | Level.Range(most = amount) -> string amount

let describe = function
    | Leaf -> "leaf"
    | Node(left, item, _) as tree -> sprintf "%A %A" item tree

// Takes a record apart.
let brief article =
    match article with
    | { Name = name; Price = 0m } -> name (* free *)
    | _ -> article.Name

let compose = total true >> string >> printfn "%s"

let load (path: string) =
    async {
        use reader = new IO.StreamReader(path)
        let! text = reader.ReadToEndAsync() |> Async.AwaitTask
        for line in text.Split('\n') do
            printfn "%s" line
        let lengths = [ for line in text.Split '\n' -> line.Length ]
        return lengths.[0] + lengths.Length
    }

let run () =
    let till = Till(5, owner = "Ann")
    till.Add(1)
    let table = Dictionary<string, Article>()
    table.["a"] <- Article.Create "a"
    let printer = { new IDisposable with member _.Dispose() = printfn "gone" }
    try
        for i in 0 .. 10 do
            add i 1 |> ignore
        List.iter ignore [ 1; 2 ]
    with
    | Missing name -> failwith name
    | :? ArgumentException as error -> raise error
    let struct' = {| Name = "a"; Count = 1 |}
    let (|Local|) x = x
    fun (x: int) -> x + (till :> Base).Describe().Length

module Nested =
    /// The answer.
    let answer: int = 42

    module Deeper =
        let private question = "what"

module Alias = Shop.Inventory.Types

let oneLine value = match value with Some 1 -> "one" | Some _ -> "more" | None -> "none"

let ``two words`` = ``two words`` + 1
let folded = List.fold (+++) [] (List.map (+) [ 1 ])
let third (items: int[]) n = match n with 0 -> items[0] | high when high > 1 -> high | _ -> items[n]
let pairs pair = match pair with Leaf -> 0 | Node(left, low, _) -> low | Missing two -> two.Length

[<EntryPoint>]
let main argv =
    run () |> ignore
    0
