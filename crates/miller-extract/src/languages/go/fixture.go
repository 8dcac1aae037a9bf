//go:build linux || darwin

// Copyright of nobody.

// Package shop keeps an inventory.
//
// It writes orders to disk.
package shop

import (
	"context"
	"errors"
	"fmt"
	_ "image/png"
	. "math"
	"net/http"
	"sync"

	log "github.com/example/go-logger/v2"
	"gopkg.in/yaml.v3"
)

import "os"

// MaxItems is what a shelf holds.
const MaxItems = 10

// Status of an order.
const (
	Open Status = iota
	// Paid means that money came.
	Paid
	shipped, _ = 1 << iota, 2 // on its way
	Lost
)

// Errors of the package.
var (
	ErrEmpty    = errors.New("empty")
	defaultName string
	low, high   = bounds()
	handlers    = map[string]http.HandlerFunc{"/": index}
	convert     = func(value float64) string { return fmt.Sprint(Sqrt(value)) }
)

var _ Storage = (*memory[string])(nil)
var _ fmt.Stringer = Status(0)

type (
	// Status tells where an order is.
	Status uint8

	// Handler answers.
	Handler func(ctx context.Context, name string) (count int, err error)

	Names = []string
)

// Item is a thing on a shelf.
type Item struct {
	// Name is unique.
	Name  string `json:"name"`
	price float64
	Width, Height int
	size  struct {
		depth int
	}
	next *Item
}

// Storage keeps items.
type Storage interface {
	fmt.Stringer
	Closer
	// Find looks an item up.
	Find(name string) (*Item, error)
	Each(func(item *Item) bool)
}

type Closer interface{ Close() error }

// Number is any number.
type Number interface {
	~int | ~float64
}

// memory keeps items in memory.
type memory[K comparable] struct {
	sync.Mutex
	*Item
	base[K, int]
	items map[K]*Item
}

type base[K comparable, V any] struct{ values map[K]V }

// NewMemory makes a storage.
//
//go:noinline
func NewMemory[K comparable](size int) *memory[K] {
	m := &memory[K]{items: make(map[K]*Item, size)}
	m.reset()
	return m
}

/*
Find looks an item up.
*/
func (m *memory[K]) Find(name K) (*Item, error) {
	m.Lock()
	defer m.Unlock()
	item, ok := m.items[name]
	if !ok || item.price > Max(1, 2) {
		return nil, fmt.Errorf("find %v: %w", name, ErrEmpty)
	}
	return item.clone(), nil
}

func (m *memory[K]) reset() { m.values = nil }

func (i *Item) clone() *Item {
	copied := *i
	return &Item{Name: i.Name, price: copied.price, next: &Item{Name: "", Width: MaxItems}}
}

func (Status) String() string { return "status" }

func (s Status) after(other Status) bool {
	return s > other && other.String() != s.String()
}

func bounds() (int, int) { return 0, MaxItems }

func index(w http.ResponseWriter, r *http.Request) {
	log.Printf("serving %s", r.URL.Path)
}

// Map applies a function to all.
func Map[T, U any](values []T, apply func(T) U) []U {
	var results []U
	for _, value := range values {
		results = append(results, apply(value))
	}
	return results
}

// Run serves until done.
func Run(ctx context.Context, orders <-chan Item, storage Storage) (err error) {
	const local = 3
	var fallback Item
	total, last := 0, ""
	add := func(amount int) int {
		total += amount
		return total
	}
	var report func() = func() { fmt.Println(total) }
	type row struct{ key, value string }
	rows := []row{{key: "a", value: last}, {"b", "c"}}
	byName := map[string]*row{last: {key: last}}
	tests := []struct {
		name string
		want int
	}{{name: "one", want: 1}}

loop:
	for i := 0; i < len(rows)+local; i++ {
		select {
		case order, ok := <-orders:
			if !ok {
				break loop
			}
			total = add(order.Width)
			fallback = order
		case last = <-names():
			continue loop
		case <-ctx.Done():
			goto end
		}
	}
	switch value := any(fallback).(type) {
	case *Item:
		value.clone()
	case interface{ Close() error }:
		_ = value.Close()
	case Status, nil:
		index(nil, nil)
	default:
		panic(value)
	}
	switch found, err := storage.Find(tests[0].name); {
	case err != nil:
		return err
	case found.price > 1:
		Map[Item, string](nil, nil)
	}
	if shipped := Paid.after(Open); shipped {
		go report()
	}
	compare := Status.after
	lookup := (*Item).clone
	var once sync.Once
	guard := new(sync.Mutex)
	guard.Lock()
	once.Do(func() { _, _ = compare(Open, Paid), lookup(&fallback) })
	encoder := yaml.NewEncoder(os.Stdout)
	_ = encoder.Encode(byName)
	counts := [...]int{Open: 1, Paid: 2}
	_ = counts
end:
	return NewMemory[string](local).Find("x").Wrap(http.Error{Code: 1})
}

func names() chan string { return make(chan string) }

func init() { handlers["/x"] = index }

func init() { low++ }
