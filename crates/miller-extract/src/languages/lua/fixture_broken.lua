--- Still there.
local function before(value)
  return value
end

local function broken(value
  if value then
end

--- Also there.
function after()
  return before(1)
end
