# A shop and what it sells.

"""
    Shop

Items, their prices, and who sells them.
"""
module Shop

using LinearAlgebra: norm, dot as inner
using Base.Iterators, ..Settings
import Base: +, show, @time
import JSON
import Dates as D
export price, @check, Item

include("discounts.jl")

"How many items fit."
const LIMIT = 10
const SMALL, LARGE = 1, 100
const Prices = Dict{String,Float64}

# Not a docstring.
global total = 0
names::Vector{String} = String[]
total = total + 1

"Anything that can be sold."
abstract type Thing end
abstract type Animal <: Thing end
primitive type Code <: Integer 8 end

@enum Colour red green = 2 blue
@enum Size::UInt8 begin
    small
    big
end

"""
    Item{T}

Something on a shelf.
"""
@kwdef mutable struct Item{T<:Real} <: Thing
    "What it is called."
    name::String
    const price::T = 3
    other
    Item(name) = new{Int}(name, 0, nothing)
    function Item{T}(other::Item) where {T}
        new(other.name, zero(T), nothing)
    end
end

Item() = Item("nothing")

"""
    price(item; rate)

The price with the tax.
"""
function price(item::Item, count::Int = 3; rate = 0.1, options...)::Float64 where {T}
    local sum = item.price
    local unset
    left, (right, last) = 1, (2, 3)
    left + last
    helper(a) = a + sum
    map(v -> v.name, [item]) do found
        found * helper(left)
    end
    for i in 1:count, j = 2:4
        sum += i * j
    end
    while sum > LIMIT
        sum -= inner([1], [2])
    end
    parts = [part^2 for part in 1:right if part > 1]
    try
        Base.show(stdout, item)
    catch problem
        @warn "not shown" problem
        rethrow(problem)
    finally
        println("price $sum of $(describe(item))")
    end
    @assert sum > 1
    sqrt.(parts)
    return round(sum; digits = 2)
end

price(items::Vector{<:Item}) = items |> sum |> Base.float
#= Prices of nothing
   are nothing. =#
price(::Nothing) = 0
price(x::T, y::S) where {T<:Real, S} = x + y

describe(item) = string(item.name, red)

Base.length(item::Item) = 1
(item::Item)(count) = price(item, count) + item.price
+(a::Item, b::Item) = price(a) + price(b)

function Base.:*(a::Item, factor)
    a.price * factor
end

"Checks a condition."
macro check(condition)
    :($(esc(condition)) || error("failed"))
end

function later end

scale = x -> x * 2
twice = function (x)
    scale(x)
end

let hidden = 1
    hidden + 1
end

_secret(x) = x |> describe
_sums(x) = [total for (total, names) in x], sum(total for total in x if total > 1), total

function main(arguments::Vector{String})
    item = Item{Float64}("pen", 1.0, nothing)
    inner_function(x::D.Date) = x
    symbol = :name
    pattern = r"[a-z]+"
    point = Settings.Point(1, 2)
    @check total > 0
    total > 0 && item isa Item ? price(item) : nothing
end

module Inner
    import ..Shop: price
    struct Point
        x::Int
        y
    end
end

end # module
