<!DOCTYPE html>
<title>Shop</title>
<?php

declare(strict_types=1);

namespace App\Shop;

use App\Models\Product;
use App\Models\{Customer, Orders\Order as Purchase};
use InvalidArgumentException, Countable;
use function App\Support\format;
use const App\Support\PRECISION;

require_once __DIR__ . '/settings.php';
require "routes.php";
include('menu.php');
include_once $folder . '/footer.php';

/** How many decimals prices have. */
const DECIMALS = 2, CURRENCY = 'EUR';
define('SHOP_ROOT', __DIR__);

/**
 * What can be sold.
 *
 * See {@see Product the model} and {@link https://example.org}.
 *
 * @template T
 */
interface Sellable extends Countable, \JsonSerializable
{
    public const TAX = 0.2;

    public function price(): float;
}

enum Status: string implements HasLabel
{
    use Labelled;

    case Active = 'active';
    /** Not sold any more. */
    case Retired = 'retired';

    const DEFAULT = self::Active;

    public static function parse(string $text): self
    {
        return match (strtolower($text)) {
            'active', 'new' => self::Active,
            default => static::Retired,
        };
    }
}

trait Labelled
{
    protected static int $created = 0;

    // Not a doc.
    abstract public function name(): string;

    public function label(): string
    {
        self::$created++;
        return ucfirst($this->name());
    }

    private function hidden() {}
}

/**
 * An item on a shelf.
 */
#[Entity(table: 'items')]
abstract class Item extends Product implements Sellable, HasLabel
{
    use Labelled, Tagged {
        Labelled::label insteadof Tagged;
        label as protected plainLabel;
        Tagged::label as taggedLabel;
        hidden as public;
    }

    final protected const LIMIT = 10;
    public ?Item $next = null;
    var $old, $older = [self::LIMIT, Status::DEFAULT];
    private static array $cache = [];

    public string $title {
        get => $this->name . PRECISION;
        set(string $value) { $this->old = $value; }
    }

    /** Makes an item. */
    #[Pure]
    public function __construct(
        private readonly string $name,
        protected float|int $price = 0,
        ?Status &$status = null,
        Product ...$parts,
    ) {
        parent::__construct($name);
        $this->next = new static($name);
        static::$cache[$name] = $this;
        foreach ($parts as $key => $part) {
            $part->attach($this, position: $key);
        }
    }

    public function __destruct()
    {
        unset(self::$cache[$this->name]);
        if (isset($this->next) && !Empty($this->older)) {
            die('not empty');
        }
    }

    public function price(): float
    {
        return format($this->price, DECIMALS) ?: $this->next?->price() ?? $this->next?->price;
    }

    abstract protected function weigh(Item&Sellable $other, (A&B)|null $more): static;

    public static function cheapest(iterable $items): ?self
    {
        static $calls = 0;
        $compare = fn (Item $a, Item $b) => $a->price <=> $b->price;
        $log = function (string $text) use ($calls, &$items): void {
            echo "{$text}: $calls of {$items->count} at $items[0]\n";
        };
        $log('sorting');
        usort($items, $compare);
        [$first, 'last' => $last] = $items;
        list($third) = $items;
        foreach ($items as [$left, $right]) {
            $left->compare($right);
        }
        foreach ($items as &$item) {
            if ($item instanceof Product && $item instanceof \App\Shop\Item) {
                return $item;
            }
        }
        try {
            throw new InvalidArgumentException(static::class);
        } catch (InvalidArgumentException | \RuntimeException $problem) {
            report($problem);
        }
        return $first ?? $last ?? $third ?? $undefined;
    }
}

class Basket
{
    private array $items;

    public function add(Item $item): static
    {
        $this->items[] = $item;
        $alias = &$this->items;
        return $this;
    }

    public function observer(): object
    {
        return new class($this) extends Item implements \SplObserver {
            public function update(\SplSubject $subject): void
            {
                $this->refresh($subject);
            }

            private function refresh($subject) {}
        };
    }
}

/**
 * Adds up.
 */
function total(Basket $basket, callable $round = 'round'): float
{
    global $rate;
    function inner(): int
    {
        return DECIMALS;
    }

    $sum = 0;
    retry:
    $sum += inner() * $rate;
    if ($sum < \App\Shop\DECIMALS) {
        goto retry;
    }
    $name = 'dynamic';
    return $round($sum) + $basket->$name + namespace\total($basket) + \strlen($name);
}

$rate = 1.2;
$class = Basket::class;
echo $class::LIMIT, $class::$count, $class::cheapest([]), (new $class())->total();
$twice = function (int $number) {
    return $number * 2;
};
$basket = (new Basket())->add(new Item\Special("x"));
$reference = &$basket;
echo total($basket), $twice(2), Item::cheapest([])?->price();
$text = <<<TEXT
Total: {$basket->total()} $rate
TEXT;
$raw = <<<'RAW'
class NotCode {}
RAW;
?>
<p><?= htmlspecialchars($text) ?></p>
<?php if ($rate > 1): ?>
  <b>expensive</b>
<?php endif; ?>
