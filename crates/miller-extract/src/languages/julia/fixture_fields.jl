"Another name for a type with parameters."
const Pair{T} = Tuple{T,T}

mutable struct Box{T}
    "What is inside."
    const content::T
    # How heavy it is.
    weight
    Box(content::T) where {T} = new{T}(content, 0)
end

after(box::Box) = box.weight
