package main

import (
	"sync"
	"time"
)

func init() {
	contended["lock-held-long"] = func() { l := &ledger{}; together(50, 10, func() { l.record(2 * time.Millisecond) }) }
	contended["lock-held-briefly"] = func() {
		l := &ledger{}
		together(50, 10, func() {
			time.Sleep(2 * time.Millisecond)
			l.record(0)
		})
	}
	contended["read-lock-starved"] = func() {
		c := &settings{}
		together(50, 10, func() { c.reload(2 * time.Millisecond) })
	}
	// Two hundred workers rest for most of the second: that is no contention.
	contended["workers-rest"] = func() {
		jobs := make(chan int)
		var wg sync.WaitGroup
		for i := 0; i < 200; i++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for range jobs {
				}
			}()
		}
		time.Sleep(300 * time.Millisecond)
		close(jobs)
		wg.Wait()
	}
}

func together(count, rounds int, work func()) {
	var wg sync.WaitGroup
	for i := 0; i < count; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for round := 0; round < rounds; round++ {
				work()
			}
		}()
	}
	wg.Wait()
}

type ledger struct {
	mu      sync.Mutex
	entries int
}

// record does slow work under the lock.
//
//go:noinline
func (l *ledger) record(slow time.Duration) {
	l.mu.Lock()
	l.entries++
	if slow > 0 {
		time.Sleep(slow)
	}
	l.mu.Unlock()
}

type settings struct {
	mu   sync.RWMutex
	size int
}

// reload takes the write lock where a read lock would do.
//
//go:noinline
func (s *settings) reload(slow time.Duration) {
	s.mu.Lock()
	s.size++
	time.Sleep(slow)
	s.mu.Unlock()
}
