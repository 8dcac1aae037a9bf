-module(fixture_broken).
-export([before/0, later/1]).
-moduledoc "Breaks in the middle.".

%% Still there.
before() -> ok.

broken(Value) ->
    case Value of
        {first, Value} -> ok
        second -> ,
    end.

%% Also there.
later(Value) -> before(), Value.
