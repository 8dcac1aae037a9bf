using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Shop.Orders;

/// <summary>Keeps orders in memory.</summary>
internal sealed class MemoryOrderStore : IOrderStore, IDisposable
{
    private readonly ConcurrentDictionary<OrderNumber, Order> orders = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private bool disposed;

    public Task<Order?> FindAsync(OrderNumber number, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(orders.TryGetValue(number, out var order) ? order : null);
    }

    public async Task SaveAsync(Order order, CancellationToken cancellation = default)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            orders[order.Number] = order;
        }
        finally
        {
            gate.Release();
        }
    }

    public async IAsyncEnumerable<Order> AllAsync(OrderState? state = null)
    {
        foreach (var (_, order) in orders.OrderBy(pair => pair.Key))
        {
            await Task.Yield();
            if (state is null || order.State == state)
                yield return order;
        }
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        gate.Dispose();
    }
}

/// <summary>A cache of what was read last.</summary>
public class Recent<TKey, TValue> where TKey : notnull where TValue : class
{
    private readonly int capacity;
    private readonly LinkedList<(TKey Key, TValue Value)> list = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> nodes;

    public Recent(int capacity)
    {
        this.capacity = capacity;
        nodes = new Dictionary<TKey, LinkedListNode<(TKey, TValue)>>(capacity);
    }

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (nodes.TryGetValue(key, out var node))
        {
            list.Remove(node);
            list.AddFirst(node);
            return node.Value.Value;
        }
        var value = make(key);
        nodes[key] = list.AddFirst((key, value));
        while (list.Count > capacity)
        {
            nodes.Remove(list.Last!.Value.Key);
            list.RemoveLast();
        }
        return value;
    }
}

/// <summary>What the shop does with orders.</summary>
public partial class OrderService
{
    private static long lastNumber;
    private readonly IOrderStore store;
    private readonly ILogger<OrderService> logger;

    public OrderService(IOrderStore store, ILogger<OrderService> logger) =>
        (this.store, this.logger) = (store, logger);

    /// <summary>Makes an order of lines and saves it.</summary>
    public async Task<Order> PlaceAsync(string customer, IEnumerable<OrderLine> lines, CancellationToken cancellation)
    {
        var order = new Order(new OrderNumber(Interlocked.Increment(ref lastNumber)), customer);
        foreach (var (article, count, price) in lines)
        {
            order.Add(article, count, price);
        }
        order.StateChanged += (sender, state) => logger.LogInformation("{Number} is {State}", order.Number, state);
        await store.SaveAsync(order, cancellation);
        return order;
    }

    /// <summary>Sums the orders of each customer.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> TotalsAsync([CallerMemberName] string caller = "")
    {
        var totals = new SortedDictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        await foreach (var order in store.AllAsync())
        {
            totals[order.Customer] = totals.GetValueOrDefault(order.Customer) + order.Total;
        }
        logger.LogDebug("{Count} customers for {Caller}", totals.Count, caller);
        return totals;
    }

    /// <summary>How urgent an order is.</summary>
    public static int Urgency(Order order) => order switch
    {
        { State: OrderState.Paid, Lines.Count: > 10 } => 3,
        { State: OrderState.Paid } => 2,
        { State: OrderState.Open } when order.Total > 1_000m => 1,
        _ => 0,
    };

    public IEnumerable<IGrouping<OrderState, Order>> Group(IEnumerable<Order> orders, OrderFilter filter)
    {
        return from order in orders
               where filter(order)
               orderby order.Number descending
               group order by order.State;
    }
}
