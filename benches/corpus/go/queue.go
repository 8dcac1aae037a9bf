// Package queue runs jobs on a fixed number of workers, oldest first within a priority.
package queue

import (
	"container/heap"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// MaxAttempts is how often a job is tried before it is given up.
const MaxAttempts = 5

// State of a job.
type State uint8

// States in the order in which a job passes them.
const (
	Waiting State = iota
	Running
	Done
	Failed
)

var names = [...]string{"waiting", "running", "done", "failed"}

// ErrClosed is returned by Put after Close.
var ErrClosed = errors.New("queue: closed")

// String names the state.
func (s State) String() string {
	if int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// Task is what a job does.
type Task interface {
	Run(ctx context.Context) error
	Name() string
}

// TaskFunc makes a task of a function.
type TaskFunc func(ctx context.Context) error

// Run calls the function.
func (f TaskFunc) Run(ctx context.Context) error { return f(ctx) }

// Name is the same for all functions.
func (f TaskFunc) Name() string { return "func" }

// Job is a task with its place in the queue.
type Job struct {
	ID       int64         `json:"id"`
	Priority int           `json:"priority"`
	Due      time.Time     `json:"due"`
	Attempts int           `json:"attempts"`
	Pause    time.Duration `json:"pause,omitempty"`

	task  Task
	state atomic.Uint32
	index int
}

// State tells where the job is.
func (j *Job) State() State { return State(j.state.Load()) }

type jobHeap []*Job

func (h jobHeap) Len() int { return len(h) }

func (h jobHeap) Less(i, j int) bool {
	if h[i].Priority != h[j].Priority {
		return h[i].Priority > h[j].Priority
	}
	if !h[i].Due.Equal(h[j].Due) {
		return h[i].Due.Before(h[j].Due)
	}
	return h[i].ID < h[j].ID
}

func (h jobHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *jobHeap) Push(x any) {
	job := x.(*Job)
	job.index = len(*h)
	*h = append(*h, job)
}

func (h *jobHeap) Pop() any {
	old := *h
	last := len(old) - 1
	job := old[last]
	old[last] = nil
	*h = old[:last]
	return job
}

// Option changes how a queue works.
type Option func(*Queue)

// WithWorkers sets the number of workers.
func WithWorkers(n int) Option {
	return func(q *Queue) { q.workers = n }
}

// WithLogger sets where the queue logs.
func WithLogger(logger *slog.Logger) Option {
	return func(q *Queue) { q.logger = logger }
}

// Queue holds jobs until they have run.
type Queue struct {
	mu      sync.Mutex
	ready   *sync.Cond
	jobs    jobHeap
	closed  bool
	workers int
	lastID  int64
	logger  *slog.Logger
	failed  []*Job
}

// New makes a queue with four workers, unless an option says otherwise.
func New(options ...Option) *Queue {
	q := &Queue{workers: 4, logger: slog.Default()}
	q.ready = sync.NewCond(&q.mu)
	for _, option := range options {
		option(q)
	}
	heap.Init(&q.jobs)
	return q
}

// Put adds a task.
func (q *Queue) Put(task Task, priority int) (*Job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return nil, ErrClosed
	}
	q.lastID++
	job := &Job{ID: q.lastID, Priority: priority, Due: time.Now(), Pause: time.Second, task: task}
	heap.Push(&q.jobs, job)
	q.ready.Signal()
	return job, nil
}

func (q *Queue) next(ctx context.Context) (*Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.jobs) == 0 {
		if q.closed || ctx.Err() != nil {
			return nil, false
		}
		q.ready.Wait()
	}
	job := heap.Pop(&q.jobs).(*Job)
	job.state.Store(uint32(Running))
	return job, true
}

// Run works until the queue is closed and empty or the context ends.
func (q *Queue) Run(ctx context.Context) error {
	var group sync.WaitGroup
	results := make(chan error, q.workers)
	stop := context.AfterFunc(ctx, q.ready.Broadcast)
	defer stop()
	for worker := range q.workers {
		group.Add(1)
		go func() {
			defer group.Done()
			results <- q.work(ctx, worker)
		}()
	}
	group.Wait()
	close(results)
	var all error
	for err := range results {
		all = errors.Join(all, err)
	}
	return all
}

func (q *Queue) work(ctx context.Context, worker int) error {
	for {
		job, more := q.next(ctx)
		if !more {
			return ctx.Err()
		}
		started := time.Now()
		err := job.task.Run(ctx)
		job.Attempts++
		switch {
		case err == nil:
			job.state.Store(uint32(Done))
			q.logger.Info("done", "job", job.ID, "worker", worker, "took", time.Since(started))
		case job.Attempts >= MaxAttempts || errors.Is(err, context.Canceled):
			q.giveUp(job, err)
		default:
			job.Due = time.Now().Add(job.Pause << job.Attempts)
			q.mu.Lock()
			heap.Push(&q.jobs, job)
			q.mu.Unlock()
		}
	}
}

func (q *Queue) giveUp(job *Job, err error) {
	job.state.Store(uint32(Failed))
	q.mu.Lock()
	q.failed = append(q.failed, job)
	q.mu.Unlock()
	q.logger.Error("given up", "job", job.ID, "task", job.task.Name(), "error", err)
}

// Close refuses further jobs; what is there still runs.
func (q *Queue) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.ready.Broadcast()
}

// WriteJournal writes what is waiting, one JSON object a line.
func (q *Queue) WriteJournal(w io.Writer) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	encoder := json.NewEncoder(w)
	for _, job := range q.jobs {
		if err := encoder.Encode(job); err != nil {
			return fmt.Errorf("job %d: %w", job.ID, err)
		}
	}
	return nil
}
