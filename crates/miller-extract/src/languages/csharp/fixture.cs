// A licence that documents nothing.
extern alias legacy;
global using System;
using System.Collections.Generic;
using static System.Math;
using Shelf = System.Collections.Generic.List<Acme.Shop.Item>;

namespace Acme.Shop
{
    using System.Linq;

    /// <summary>
    /// Says that an item has changed, see <see cref="Item.Price"/>.
    /// </summary>
    /// <param name="sender">Who says so.</param>
    public delegate T Changed<in S, out T>(S sender, params int[] prices) where S : class;

    /// <summary>Kinds of items.</summary>
    [Flags]
    internal enum Kind : byte
    {
        /// <summary>Sold by weight &amp; size.</summary>
        Loose = 1,
#if BOTTLES && !DRY
        Bottled,
#endif
        [Obsolete("gone")] Canned = Loose << 1,
    }

    public interface IPriced<out T> : IDisposable
    {
        T Price { get; }
        event EventHandler Sold;
        void Sell(int count = 1);
        decimal this[string currency] { get; set; }
        static string Unit() => "EUR";
    }

    public abstract partial class Item(string name, Kind kind) : Thing(name), IPriced<decimal>, global::System.IComparable<Item>
    {
        public const int Limit = 10, Dozen = 12;
        private static readonly Dictionary<string, Item> All = new()
        {
            ["none"] = null,
        };
        [NonSerialized] protected internal int count, sold = Dozen;
        private readonly Func<Item, bool> isSold = item => item.count == 0;
        public event EventHandler Sold, Returned;

        static Item() { All.Clear(); }

        protected Item() : this("none", Kind.Loose)
        {
            this.count = Limit;
            count = base.Amount;
        }

        ~Item() => Dispose();

        /// <inheritdoc/>
        public decimal Price { get; private set; } = 1.5m;

        public string Label => $"{name}: {Price:F2} {Kind(kind)}";

        public virtual int Count
        {
            get { return count; }
            set
            {
                if (count != value) count = value;
                Sold?.Invoke(this, EventArgs.Empty);
            }
        }

        public decimal this[string currency]
        {
            get => Price * Rates.Of(currency);
            set => Price = value;
        }

        public event EventHandler Moved
        {
            add { Sold += value; }
            remove { Sold -= value; }
        }

        /// <summary>Sells some.</summary>
        /// <param name="count">How many.</param>
        /// <returns>
        /// Nothing.
        /// </returns>
        [Obsolete, Logged(Level = 3)]
        public void Sell(int count)
        {
            this.Count -= Max(0, count);
            OnSold();

            void OnSold()
            {
                Sold(this, null);
                Helper<Item>.Run(this);
            }
        }

        void IPriced<decimal>.Sell(int count) => Sell(count);

        int IComparable<Item>.CompareTo(Item other) => Count - other.Count;

        public static Item operator +(Item left, Item right) => left;

        public static explicit operator int(Item item) => item.Count;

        public static T Find<T>(IEnumerable<T> items, Predicate<T> test) where T : Item, new()
        {
            foreach (var item in items)
            {
                if (test(item)) return item;
            }
            return new T { Count = 1, Nested = { Depth = 2 } };
        }

        public override string ToString() => nameof(Price) + Describe(this);

        public abstract void Dispose();

        private protected string Describe(object what)
        {
            Func<int, int> twice = number => number * 2;
            Action done = delegate { Sell(twice(2)); };
            if (what is Item found && found.Count > 0 && All.TryGetValue("x", out var stored))
            {
                stored?.Sell(found.Count);
            }
            if (what is not Box { Width: > 1, Lid.Open: true } box) return string.Empty;
            _ = box?.Weigh<int>(1).ToString();
            var (width, height) = box.Size;
            (int depth, string unit) = Measure(box);
            var text = what switch
            {
                Box { Width: var w } when w > depth => "wide",
                Point(var x, 0) => $"{x}",
                Kind.Loose => unit,
                Item other => other.Label,
                [1, .., var last] => last.ToString(),
                _ => throw new InvalidOperationException(),
            };
            switch (what)
            {
                case Box b when b.Width > width:
                    goto done;
                case Kind.Canned:
                    goto default;
                default:
                    break;
            }
            try { done(); }
            catch (KeyNotFoundException problem) when (problem.Data.Count > height) { throw; }
            finally { (width, height) = (height, width); }
        done:
            return typeof(Dictionary<,>).Name + default(Kind) + (string)what + text as string;
        }

        public partial class Box : Item, ICloneable
        {
            public int Width { get; init; }
            internal Box() : base() { }
            public object Clone() => MemberwiseClone();
            public override void Dispose() { Sell(1); }
        }
    }

    public static class Extensions
    {
        public static IEnumerable<string> Names(this IEnumerable<Item> items, int limit)
        {
            var query =
                from item in items
                let price = item.Price
                join Kind kind in Kinds on item.Kind equals kind into kinds
                where price > limit && kinds.Any()
                orderby price descending
                group item by item.Label into labelled
                select new { labelled.Key, Amount = labelled.Count() };
            return query.Select(static pair => pair.Key).Where((string key) => key.Length > limit);
        }
    }
}

/// <summary>A point.</summary>
/// <remarks>
/// <para>With two parts.</para>
/// </remarks>
public readonly record struct Point(int X, [property: Wire("y")] int Y = 0) : IEquatable<Point>
{
    public Point Mirror() => this with { X = Y, Y = X };
}

public sealed record Shipment(Point From, Point To) : Parcel(1), IShipped;

#region Unsafe code
unsafe struct Buffer
{
    fixed byte bytes[16];
    private delegate*<int, void> call;

    int* Start(ref int first, out Point[] rest, in Point? last)
    {
        fixed (byte* start = bytes) { call(*start); }
        rest = new Point[2] { new Point(1, 2), new(3, 4) };
        int[] numbers = { 1, 2 };
        lock (rest) { numbers[0]++; }
        using var stream = File.OpenRead("x");
        return null;
    }
}
#endregion

class Divided
{
    int Choose(object what)
    {
#if WIDE
        if (what is long)
            return 8;
        else if (what is int)
#else
        if (what is short)
#endif
            return 4;
        return 0;
    }
}

class Broken
{
    void Start()
    {
        var count = 1 +;
        Start();
    }
}
