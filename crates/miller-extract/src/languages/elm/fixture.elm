port module Shop.Stock exposing
    ( Article, Level(..), Model
    , restock, (|=)
    )

{-| Everything about stock.

@docs Article, restock

-}

import Browser
import Dict exposing (Dict)
import Html as H exposing (Html, div, text)
import Html.Attributes
import Json.Decode as Decode exposing (Decoder, (|=))
import Shop.Types exposing (..)


{-| How much there is.
-}
type Level
    = Low
    | High Int
    | Named { level : Int } (Maybe String)


{-| One article. -}
type alias Article =
    { name : String
    , price : Float
    }


type alias Named a =
    { a | label : String }


type alias Table =
    Dict String Article


type Msg
    = Bought String
    | Reset


type alias Model =
    { table : Table, level : Level }


infix left 5 (|=) = keeper


port save : String -> Cmd msg


port loaded : (Int -> msg) -> Sub msg


{-| Orders what is low.
-}
restock : Int -> Model -> ( Model, Cmd Msg )
restock least ({ table } as model) =
    let
        missing =
            Dict.filter (\_ article -> article.price < limit) table

        double : Int -> Int
        double amount =
            amount * 2

        ( first, second ) =
            ( Dict.size missing, double least )

        half amount =
            amount // 2
    in
    if first > second then
        ( { model | level = High (half first) }, save "low" )

    else
        ( model, Cmd.none )


-- A line of its own.
limit : Float
limit =
    10


{- not documentation -}
update : Msg -> Model -> Model
update msg model =
    case msg of
        Bought name ->
            { model | table = Dict.insert name (make name) model.table }

        Reset ->
            { model | level = Shop.Types.Empty }


make name =
    { name = name, price = -1.5 }


describe : Level -> String
describe level =
    case level of
        Low ->
            "low"

        High 1 ->
            "one"

        High n ->
            String.fromInt n

        Named { level } (Just _) ->
            String.fromInt level

        Named _ _ ->
            [ 1, 2 ]
                |> List.map (\x -> x + 1)
                |> sum
                |> String.fromInt


sum list =
    case list of
        first :: rest ->
            first + sum rest

        [] ->
            0


names =
    List.map .name << Dict.values


decoder : Decoder Article
decoder =
    Decode.map2 Article
        (Decode.field "name" Decode.string)
        (Decode.field "price" Decode.float)


view : Model -> Html Msg
view model =
    div [ Html.Attributes.class "shop" ]
        [ text <| describe model.level
        , H.text (String.join "," (names model.table))
        , (.render model) model
        ]


apply =
    \f x -> f x


operator =
    (++)


shader =
    [glsl| void main () {} |]


main : Program () Model Msg
main =
    Browser.sandbox { init = init, update = update, view = view }
