require("telescope").setup({ theme = "dark" })

local log = require("plenary.log").new({ plugin = "notes" })
local join = require("paths").join

log.info(join("a", "b"))
