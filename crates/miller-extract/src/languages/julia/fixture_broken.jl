# A file that is being written.
before(x) = x + 1

function broken(x
    x
end

function after(y)
    before(y)
end
