#!/usr/bin/env lua
--- Keeps the items of a shop.
-- @module shop
local json = require("dkjson")
local pretty = require "pl.pretty"
local insert = require("table").insert
require("shop.settings")

local M = { _VERSION = "1.0", ["strict mode"] = true }
M.limit = 100
M.colors = { red = 0xff0000, LOW = 1 }

-- luacheck: ignore
local count, total = 0, 0
local MAX_ITEMS <const> = 50
DEFAULT_NAME = "shop"
local first, second

--[[
Adds an item.

  - to the list
  shop.add("apple", 3)
]]
function M.add(name, price, ...)
  local item = { name = name, price = price, tags = { ... } }
  count = count + 1
  insert(M.items, item)
  M.items[#M.items].added = os.time()
  return item, select("#", ...)
end

--- Sells an item.
---@param name string
---@return boolean
function M:sell(name)
  local found = self:find(name)
  if not found then
    return false
  elseif found.price > self.limit then
    goto done
  end
  ::done::
  self.sold = (self.sold or 0) + 1
  self.sold = self.sold
  return self.find(self, name) ~= nil
end

-- Not a doc: a blank line follows.

M.find = function(self, name)
  for _, item in ipairs(self.items) do
    if item.name == name then
      return item
    end
  end
  for index = 1, #self.items, 2 do
    print(index)
  end
end

local Stack = {}
Stack.__index = Stack

function Stack.new(...)
  local self = setmetatable({}, Stack)
  self.values = { ... }
  self.on_push = function(value) print(value) end
  return self
end

function Stack:push(value)
  local function check(candidate)
    return candidate ~= nil and self.values
  end
  local double = function(number) return number * 2 end
  if check(value) then
    self.values[#self.values + 1] = double(value)
  end
  self:push(value)
end

function Stack.__eq(left, right)
  return #left.values == #right.values
end

-- A stack that counts.
local Counter = setmetatable({}, { __index = Stack })
local Other = setmetatable({}, { __index = json.Stack, __call = function(self) return self.new() end })

function Counter:push(value)
  self.pushed = (self.pushed or 0) + 1
  Stack.push(self, value)
end

local function helper(value)
  local total = value
  while total > 0 do
    total = total - MAX_ITEMS
  end
  repeat
    local text = pretty.write(value)
    count = count + #text
  until count > 10
  return total
end

function main(arguments)
  local stack = Stack.new()
  stack:push(helper(#arguments))
  M.add("apple", helper(1))
  M:sell "apple"
  (json.encode or tostring)(M)
  first = second
  M.settings.theme.apply = function() return count end
  M["by name"] = function() return first end
  first = function() return second end
  do
    local json = nil
    print(json)
  end
end

function M.settings.reset() end

return M
