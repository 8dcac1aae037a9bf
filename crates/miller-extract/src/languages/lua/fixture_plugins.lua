require("telescope").setup({ theme = "dark" })

local log = require("plenary.log").new({ plugin = "notes" })
local join = require("paths").join

log.info(join("a", "b"))

local meta = { __index = function(t, key) return rawget(t, key) end, __tostring = tostr }
local handle <close>, other = open(), 2

--- A point.
---@class Point
local Point = {}
Point.__index = Point
Point["get"] = function(self) return self.x end
Point.sub = { inner = function() return Point.new(1) end, list = { 1, 2 } }
Point.handlers = {
  ["a b"] = function() end,
  click = function(event) event:stop() end,
  [1] = print,
}

--- Makes a point.
---@return Point
Point.new = function(x) return setmetatable({ x = x }, Point) end

local Deep = setmetatable({ depth = 1 }, { __index = Point })

local function outer(...)
  local x = 1
  function known_everywhere() outer() end
  x.y:method "text"
  x.y.call { a = 1 }
  for key, value in pairs(Point) do Point[key] = value end
  return function(...) return ... end
end

return { new = Point.new, outer = outer, value = 3 }
