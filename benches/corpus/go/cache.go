package queue

import (
	"cmp"
	"iter"
	"slices"
	"sync"
	"time"
)

// Number is what can be summed.
type Number interface {
	~int | ~int64 | ~float64
}

// entry of a cache, in a ring of entries by age.
type entry[K comparable, V any] struct {
	key      K
	value    V
	expires  time.Time
	previous *entry[K, V]
	next     *entry[K, V]
}

// Cache keeps the values that were used last.
type Cache[K comparable, V any] struct {
	mu       sync.RWMutex
	entries  map[K]*entry[K, V]
	root     entry[K, V]
	capacity int
	lifetime time.Duration
	onEvict  func(K, V)
	Hits     int64
	Misses   int64
}

// NewCache makes a cache of a capacity; onEvict may be nil.
func NewCache[K comparable, V any](capacity int, lifetime time.Duration, onEvict func(K, V)) *Cache[K, V] {
	c := &Cache[K, V]{
		entries:  make(map[K]*entry[K, V], capacity),
		capacity: capacity,
		lifetime: lifetime,
		onEvict:  onEvict,
	}
	c.root.previous, c.root.next = &c.root, &c.root
	return c
}

func (e *entry[K, V]) unlink() {
	e.previous.next = e.next
	e.next.previous = e.previous
}

func (c *Cache[K, V]) pushFront(e *entry[K, V]) {
	e.previous, e.next = &c.root, c.root.next
	c.root.next.previous = e
	c.root.next = e
}

// Get returns a value that is there and has not expired.
func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.entries[key]
	if !ok || time.Now().After(found.expires) {
		c.Misses++
		return value, false
	}
	c.Hits++
	found.unlink()
	c.pushFront(found)
	return found.value, true
}

// Put stores a value and drops the oldest one where there are too many.
func (c *Cache[K, V]) Put(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.entries[key]; ok {
		old.unlink()
	}
	fresh := &entry[K, V]{key: key, value: value, expires: time.Now().Add(c.lifetime)}
	c.entries[key] = fresh
	c.pushFront(fresh)
	for len(c.entries) > c.capacity {
		oldest := c.root.previous
		oldest.unlink()
		delete(c.entries, oldest.key)
		if c.onEvict != nil {
			c.onEvict(oldest.key, oldest.value)
		}
	}
}

// All goes through the entries, the youngest first.
func (c *Cache[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		c.mu.RLock()
		defer c.mu.RUnlock()
		for at := c.root.next; at != &c.root; at = at.next {
			if !yield(at.key, at.value) {
				return
			}
		}
	}
}

// Sum of numbers.
func Sum[N Number](numbers ...N) (total N) {
	for _, number := range numbers {
		total += number
	}
	return total
}

// SortedKeys of a map.
func SortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
