// Package cache keeps values by key.
package cache

import "fmt"

// Store keeps values.
type Store[K comparable, V any] struct {
	entries map[K]V
	recent  [2]V
}

// Reader is what can be asked.
type Reader interface {
	// Get finds a value.
	//
	// It may be absent.
	Get(key string) (value any, found bool)

	Keys() []string // Keys lists all keys.
	fmt.Stringer
}

var _ Reader = (*Store[string, any])(nil)

var makeStore = New[string, int]

// New makes a store.
func New[K comparable, V any](values ...V) *Store[K, V] {
	store := &Store[K, V]{entries: map[K]V{}}
	made := Pair[K, V]{}
	store.fill(made.First, values...)
	return store
}

// Pair holds two values.
type Pair[A, B any] struct {
	First  A
	Second B
}

func (s *Store[K, V]) fill(key K, values ...V) {
	for _, value := range values {
		s.entries[key] = value
	}
}

func describe(value any) string {
	if text, ok := value.(fmt.Stringer); ok {
		return text.String()
	}
	defaults := Store[string, int]{}
	handler := Handle[int, string]
	return fmt.Sprint(defaults, handler(0))
}

// Handle turns one value into another.
func Handle[A, B any](value A) (result B) { return }

/*
#include <stdio.h>
*/
import "C"

type (
	// Names is an alias with a parameter.
	Names[T any] = []T

	Embedded[T any] struct {
		*Pair[T, int]
		inner struct{ x, y int }
		Apply func(value T) (text string) // at the end
		done  <-chan T
	}
)

func (e *Embedded[T]) Run(options ...string) {
	convert := Handle[int]
	e.inner.x++
	e.Apply(e.First)
	for index := range 10 {
		e.handlers[index](convert(0))
	}
	_ = C.puts(C.CString("x"))
	var own int
	_ = e.values[own]
	_ = fmt.Stringer(nil)
	switch kind := any(e).(type) {
	case *Embedded[int], func(int) string:
		_ = kind
	}
}
