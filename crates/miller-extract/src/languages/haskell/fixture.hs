{-# LANGUAGE GADTs #-}
{-# LANGUAGE TypeFamilies #-}
{- |
Module      : Inventory.Stock
Description : What lies in the warehouse.
-}
module Inventory.Stock
  ( -- * Articles
    Article (..)
  , Level (Low, High)
  , Stock
  , Priced (..)
  , (<+>)
  , restock
  , emptyStock
  , type (+), pattern Pair
  , module Inventory.Types
  ) where

import Control.Monad (forM_, unless, when)
import Data.Map.Strict (Map, (!))
import qualified Data.Map.Strict as Map
import Data.Text hiding (filter, map)
import Inventory.Types
import "text" Data.Text.IO qualified as TextIO
#if MIN_VERSION_base(4,18,0)
import Data.List (foldl')
#endif

infixl 6 <+>

-- | One thing that can be bought.
--
-- It has a name and a price.
data Article = Article
  { articleName :: !Text        -- ^ What customers see.
  , articlePrice, listPrice :: Rational
    -- ^ Without taxes,
    -- in the currency of the shop.
  , -- | How it is sold.
    articleUnit :: Maybe Unit
  }
  deriving stock (Eq, Show)
  deriving (Ord) via Text

-- | How much there is.
data Level
  = Low                 -- ^ Order soon.
  | High Int            -- ^ Nothing to do.
  | Int :*: Text
  | forall a. Show a => Other a
  deriving (Eq)

-- | A stock of articles.
newtype Stock = Stock { unStock :: Map Text Level }

newtype Wrapper f a = Wrapper (f a)

-- | An expression over amounts.
data Amount a where
  -- | A plain number.
  Plain :: Int -> Amount Int
  IsZero, IsOne :: Amount Int -> Amount Bool
  Named :: { amountName :: Text } -> Amount Text

-- | Rows by name.
type Rows = Map Text [Article]

type family Element container :: *
type instance Element Stock = Article

type family Wide a where
  Wide Int = Integer
  Wide a = a

data family Handle a
data instance Handle Stock = StockHandle Int

-- | Things with a price.
class (Show a, Eq a) => Priced a where
  {-# MINIMAL price #-}
  -- | The price of one.
  price :: a -> Rational
  -- | The price of many.
  total :: [a] -> Rational
  total = sum . map price
  infixr 5 |>
  (|>) :: a -> a -> a
  type Currency a
  data Receipt a
  default price :: Show a => a -> Rational
  price = fromIntegral . length . show

instance Priced Article where
  type Currency Article = Text
  price article
    | Just unit <- articleUnit article = scale unit base
    | otherwise = base
    where
      base = articlePrice article
      scale :: Unit -> Rational -> Rational
      scale unit amount = amount * unitFactor unit
  left |> _ = left

instance Priced a => Priced [a] where
  price = sum . map price

deriving instance Show Level

-- | Puts two stocks together.
(<+>) :: Stock -> Stock -> Stock
Stock left <+> Stock right = Stock (Map.unionWith mergeLevels left right)

-- | Merges two levels.
mergeLevels :: Level -> Level -> Level
mergeLevels Low other = other
mergeLevels other Low = other
mergeLevels (High left) (High right) = High (left + right)

-- not a doc comment
mergeLevels left _ = left

-- | Orders what is low.
restock
  :: Priced a
  => Int            -- ^ How many at least.
  -> [(Text, a)]    -- ^ What may be ordered.
  -> Stock
  -> IO Stock
restock least offers stock@(Stock levels) = do
  let missing = [name | (name, Low) <- Map.toList levels, name /= "gift"]
      count = Prelude.length missing
  forM_ missing $ \name -> do
    offer <- lookupOffer name
    when (total [offer] > 100) $ TextIO.putStrLn name
  unless (count < least) (warn "too few")
  result <- case Map.lookup "gift" levels of
    Nothing -> pure stock
    Just (High amount) | amount > 3, let doubled = amount * 2 -> pure (double doubled)
    Just _ -> pure emptyStock
  return $! result <+> (stock `orElse` emptyStock)
  where
    lookupOffer name = maybe (fail "no offer") pure (lookup name offers)
    -- | Says what is wrong.
    warn :: Text -> IO ()
    warn message = TextIO.putStrLn message
    orElse one _ = one
    double 0 = emptyStock
    double n = Stock (Map.singleton "gift" (High n))

{-| Nothing at all.
    Really. -}
emptyStock :: Stock
emptyStock = Stock Map.empty

low, high :: Int
low = 1
high = 10

(smallest, largest) = (low, high)

rename :: Text -> Article -> Article
rename name article = article { articleName = name }

make name = Article { articleName = name, articlePrice = 1, .. }

describe = \case
  Low -> "low"
  High n -> if n > high then "very high" else "high"
  a :*: b -> let size = show a in size ++ unpack b
  (Other a) -> show @String a

-- | Pairs.
pattern Pair :: a -> b -> (a, b)
pattern Pair a b = (a, b)

pattern Head x <- x : _ where
  Head x = [x]

foreign import ccall "math.h sin" c_sin :: Double -> Double
foreign export ccall stockSize :: Stock -> Int

-- | Composes twice.
(f .: g) a b = f (g a b)

(twice f) a = f (f a)

shortest :: forall a. [a] -> Maybe a
shortest !items = case items of
  ~(first : _) | False -> Just first
  (length -> 1) -> Nothing
  _ -> Nothing

instance Show a => Show (Wrapper Maybe a) where
  show (Wrapper inner) = "Wrapper " <> show inner

brief :: Article -> Text
brief Article { articleName = name, listPrice } = name <> render listPrice

dotted article = article.articleName

stockSize :: Stock -> Int
stockSize stock = Map.size (unStock stock) :: Int

deriveJSON defaultOptions ''Article

main :: IO ()
main = mapM_ print . (`zip` [1 ..]) . fmap (subtract 1) =<< pure [high]

type left + right = Either left right

newtype (outer :.: inner) value = Composed (outer (inner value))

data Vector (length :: Nat) element = Vector (Int + Text) | Map element

type family Inverse key = (value :: Type) | value -> key

class Converts from to | from -> to where
  convert :: from -> from `Either` to -- ^ One from
                                      -- the other.
  back :: to
       -> from -- ^ What it was.

flatten :: (size ~ Int) => size + Text -> Vector 'Zero Int
flatten _ = Map (1 + 2)

typed (offer :: Article) = case offer of { (other :: Article) -> brief other }
  where counted (stock :: Stock) = stockSize stock
