module Broken (start, stop) where

import qualified Data.Map as Map

-- | Starts.
start :: Int -> IO ()
start n = print (n + 1)

middle :: Int
middle = 1 + ) 2

-- | Stops.
stop :: IO ()
stop = Map.foldr seq (pure ()) table

data Light = Red | Green

table :: Map.Map Int Light
table = Map.empty
