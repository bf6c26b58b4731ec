package main

import (
	"sync"
	"time"
)

type store struct {
	mu       sync.Mutex
	items    map[string]int
	onChange observer
}

type observer struct{ owner *store }

func init() {
	modes["self-deadlock"] = func() any {
		s := &store{items: map[string]int{}}
		s.onChange.owner = s
		go s.put("a")
		time.Sleep(10 * time.Millisecond)
		for i := 0; i < 30; i++ {
			go s.size()
		}
		return s
	}
	modes["send-under-lock"] = func() any {
		s := &store{items: map[string]int{}}
		go s.publish(make(chan int))
		time.Sleep(10 * time.Millisecond)
		for i := 0; i < 30; i++ {
			go s.size()
		}
		return s
	}
	modes["lock-healthy"] = func() any {
		s := &store{items: map[string]int{}}
		var wg sync.WaitGroup
		for i := 0; i < 30; i++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				s.size()
			}()
		}
		wg.Wait()
		return s
	}
}

//go:noinline
func (s *store) put(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items[key]++
	s.onChange.changed(key)
}

//go:noinline
func (o observer) changed(key string) { o.owner.size() }

//go:noinline
func (s *store) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

//go:noinline
func (s *store) publish(out chan int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out <- len(s.items)
}
