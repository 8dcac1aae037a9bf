#define TRACE
#undef DEBUG
#nullable enable
using System;
using System.Linq;
using Pair = (int Left, Shop.Rare.Item Right);

namespace Shop.Rare
{
    public static unsafe class Reader
    {
#if DEBUG
        const int Level = 2;
#elif TRACE && !SLOW
        const int Level = 1;
#endif
#line 100 "generated.cs"
        private static (int Count, Item First) summary;

        public int this[Item key, params int[] rest] => rest.Length;

        public static ref readonly Item Find(scoped ref Item item, Item[] all)
        {
            using (var lease = Lease.Take(all: all, count: 2))
            {
                for (int place = 0; place < all.Length; place++)
                {
                    if (all[place] is { Lid.Hinge.Size: > 2 } or Item { Lid.Open: true }) continue;
                    if (all[place] is Item { Parts: [var head, .. var tail] rest } and not Empty)
                    {
                        Log(head, (tail));
                    }
                }
            }
            var (first, (second, _)) = Split(item);
            scoped Span<Item> buffer = stackalloc Item[sizeof(Item)];
            scoped ref Item alias = ref item;
            var sorted = from Item each in all where each.Count > 0 select each;
            var make = Item (int count) => new Item(count);
            object boxed = make(1);
            if (boxed is var same && same is (1, var last))
            {
                Log(same, last);
            }
            return ref boxed switch
            {
                int => ref item,
                var only when only != null => ref item,
                var (left, right) => ref all[left],
                _ => ref item,
            };
        }

        public static int Sum(__arglist)
        {
            return __refvalue(Next(__arglist), int);
        }
    }
}
