using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using static System.Math;
using Money = System.Decimal;

namespace Shop.Orders
{
    /// <summary>Where an order is on its way.</summary>
    public enum OrderState
    {
        /// <summary>Put together and not paid.</summary>
        Open,
        Paid = 10,
        Shipped,
        Returned,
    }

    /// <summary>A line of an order.</summary>
    /// <param name="Article">The number of the article.</param>
    /// <param name="Count">How many.</param>
    /// <param name="Price">The price of one.</param>
    public record OrderLine(string Article, int Count, Money Price)
    {
        public Money Total => Count * Price;
    }

    public readonly struct OrderNumber : IEquatable<OrderNumber>, IComparable<OrderNumber>
    {
        private readonly long value;

        public OrderNumber(long value)
        {
            if (value <= 0) throw new ArgumentOutOfRangeException(nameof(value));
            this.value = value;
        }

        public bool Equals(OrderNumber other) => value == other.value;
        public override bool Equals(object? other) => other is OrderNumber number && Equals(number);
        public override int GetHashCode() => value.GetHashCode();
        public int CompareTo(OrderNumber other) => value.CompareTo(other.value);
        public override string ToString() => $"O-{value:D8}";

        public static bool operator ==(OrderNumber left, OrderNumber right) => left.Equals(right);
        public static bool operator !=(OrderNumber left, OrderNumber right) => !left.Equals(right);
        public static implicit operator long(OrderNumber number) => number.value;
    }

    /// <summary>What went wrong with an order.</summary>
    public class OrderException : Exception
    {
        public OrderException(OrderNumber number, string message, Exception? inner = null)
            : base($"{number}: {message}", inner)
        {
            Number = number;
        }

        public OrderNumber Number { get; }
    }

    /// <summary>An order of a customer.</summary>
    public sealed class Order
    {
        private readonly List<OrderLine> lines = new();

        public event EventHandler<OrderState>? StateChanged;

        public Order(OrderNumber number, string customer)
        {
            Number = number;
            Customer = customer ?? throw new ArgumentNullException(nameof(customer));
        }

        public OrderNumber Number { get; }

        [Required, StringLength(80)]
        public string Customer { get; init; }

        public OrderState State { get; private set; } = OrderState.Open;

        public IReadOnlyList<OrderLine> Lines => lines;

        public Money Total => lines.Sum(line => line.Total);

        public OrderLine this[int index] => lines[index];

        /// <summary>Adds a line; a line of the same article grows.</summary>
        /// <exception cref="OrderException">The order is not open.</exception>
        public void Add(string article, int count, Money price)
        {
            Demand(OrderState.Open);
            var at = lines.FindIndex(line => line.Article == article && line.Price == price);
            if (at >= 0)
            {
                lines[at] = lines[at] with { Count = lines[at].Count + count };
                return;
            }
            lines.Add(new OrderLine(article, count, price));
        }

        public void Pay(Money amount)
        {
            Demand(OrderState.Open);
            if (Abs(amount - Total) > 0.005m)
            {
                throw new OrderException(Number, $"{amount} paid, {Total} owed");
            }
            MoveTo(OrderState.Paid);
        }

        public void Ship() { Demand(OrderState.Paid); MoveTo(OrderState.Shipped); }

        private void MoveTo(OrderState state)
        {
            State = state;
            StateChanged?.Invoke(this, state);
        }

        private void Demand(OrderState wanted)
        {
            if (State != wanted)
                throw new OrderException(Number, $"is {State}, not {wanted}");
        }
    }

    /// <summary>Where orders are kept.</summary>
    public interface IOrderStore
    {
        Task<Order?> FindAsync(OrderNumber number, CancellationToken cancellation = default);
        Task SaveAsync(Order order, CancellationToken cancellation = default);
        IAsyncEnumerable<Order> AllAsync(OrderState? state = null);
    }

    public delegate bool OrderFilter(Order order);
}
