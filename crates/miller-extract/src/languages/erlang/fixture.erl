%%% Copyright notice.

%% @doc Keeps the items of a shop.
%% Everything that it sells.
%% @end
-module(shop).
-behaviour(gen_server).
-compile([debug_info]).
-include("shop.hrl").
-include_lib("kernel/include/file.hrl").
-import(lists, [map/2, foldl/3, 'quoted import'/1]).
-export([start/0, add/2, add/3, price/1, 'quoted name'/0]).
-export_type([money/0]).
-vsn("1.0").

%% How many items fit.
-define(LIMIT, 100).
-define(CHECK(Value), (Value > 0 andalso Value =< ?LIMIT)).
-ifdef(TEST).
-define(LOG(Text), io:format(Text)).
-undef(OTHER).
-endif.
-ifndef(QUIET).
-endif.

-record(?MODULE, {open = #?MODULE.name :: boolean()}).

%% An item on a shelf.
-record(item, {
    name :: binary(),
    price = 0 :: money(),
    tags = [] :: [atom()]
}).

-record('basic.ack', {'delivery tag', multiple = false}).

-type money() :: non_neg_integer() | free.
-type pair(A) :: {A, shop_price:tag()} | fun((A) -> 1..10).
-opaque basket() :: #{name => money(), count := Total :: integer()}.

-callback label(Item :: #item{}, term()) -> binary().

%% @doc Starts the shop.
-spec start() -> {ok, pid()} | Result when Result :: term().
start() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

%% ==========================
%% Adds an item.
add(Name, Price) -> add(Name, Price, []).

-spec add(Name :: binary(), money(), [atom()]) -> #item{}.
add(Name, Price, Tags) when ?CHECK(Price); Price =:= free ->
    Item = #item{name = Name, price = Price, tags = Tags},
    Changed = Item#item{price = Price + 1},
    {Changed#item.price, #item.name, shop:price(Changed)};
%% Not a doc of another function.
add(_, _, _) ->
    ?LOG("refused " "twice"),
    error(badarg).

-doc "Says the price.".
price(#item{price = Price} = Item) ->
    Double = fun(Number) -> Number * 2 end,
    Loop = fun Again(0) -> 0;
               Again(Count) -> Again(Count - 1)
           end,
    Prices = map(fun double/1, [Price || #item{price = Price} <- [Item], Price > 0]),
    Pairs = #{Key => Value || Key := Value <- #{a => 1}},
    Bytes = << <<Byte:8/integer>> || <<Byte>> <= <<1, 2>> >>,
    case lists:sort(fun ?MODULE:compare/2, Prices) of
        [First | _Rest] when First > 10 -> Double(First);
        [] -> Loop(1)
    end,
    try ?MODULE:price(Item) of
        Result -> Result
    catch
        error:{Reason, -1}:Stack -> {Reason, Stack};
        throw:Other -> Other
    after
        ok
    end,
    receive
        {reply, "prefix" ++ Text} -> Text
    after 1000 ->
        (Pairs)
    end,
    maybe
        {ok, Found} ?= find(Bytes),
        Found
    end;
price(Module) ->
    Module:price(),
    apply(Module, price, []).

double(Number) -> Number * 2.

'quoted name'() ->
    lists:foreach(fun lists:reverse/1, []),
    'quoted import'('Other module':'remote name'(fun 'quoted name'/0)),
    #'basic.ack'{'delivery tag' = Tag} = next(),
    'quoted name'(#'basic.ack'.'delivery tag', Tag).

%% @private
unused() -> ok.
