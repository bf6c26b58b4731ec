package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func init() {
	modes["ticker-leak"] = func() any {
		for i := 0; i < 80_000; i++ {
			pollOnce(false)
		}
		return nil
	}
	modes["ticker-healthy"] = func() any {
		for i := 0; i < 80_000; i++ {
			pollOnce(true)
		}
		return nil
	}
	modes["context-leak"] = func() any {
		parent, cancel := context.WithCancel(context.Background())
		for i := 0; i < 260_000; i++ {
			derive(parent)
		}
		return []any{parent, cancel}
	}
	modes["cache-leak"] = func() any { return fill(&cache{}, 1_000_000) }
	modes["cache-healthy"] = func() any { return fill(&cache{limit: 1000}, 100_000) }
	modes["deep-stacks"] = func() any { return descendTogether(600, 4000) }
	modes["shallow-stacks"] = func() any { return descendTogether(600, 4) }
	modes["retained"] = func() any {
		for i := 0; i < 400; i++ {
			go export(200_000)
		}
		time.Sleep(200 * time.Millisecond)
		return nil
	}
}

func pollOnce(stops bool) {
	ticker := time.NewTicker(time.Hour)
	if stops {
		ticker.Stop()
	}
}

//go:noinline
func derive(parent context.Context) context.Context {
	ctx, _ := context.WithCancel(parent)
	return ctx
}

type cache struct {
	mu    sync.Mutex
	limit int
	byKey map[string]string
}

//go:noinline
func (c *cache) remember(key, value string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey == nil || c.limit > 0 && len(c.byKey) >= c.limit {
		c.byKey = map[string]string{}
	}
	c.byKey[key] = fmt.Sprintf("%064d%s", len(key), value)
}

func fill(c *cache, count int) *cache {
	for i := 0; i < count; i++ {
		c.remember(fmt.Sprint(i), "value")
	}
	return c
}

// export builds a report and then sends it to nobody: the report stays with the goroutine.
func export(size int) {
	report := buildReport(size)
	never := make(chan []byte)
	never <- report
}

//go:noinline
func buildReport(size int) []byte { return make([]byte, size) }

// descendTogether holds goroutines at the bottom of a recursion, with the stacks they have grown for it.
func descendTogether(count, depth int) any {
	var ready sync.WaitGroup
	release := make(chan bool)
	for i := 0; i < count; i++ {
		ready.Add(1)
		go descend(depth, &ready, release)
	}
	ready.Wait()
	return release
}

//go:noinline
func descend(depth int, ready *sync.WaitGroup, release chan bool) int {
	if depth == 0 {
		ready.Done()
		<-release
		return 0
	}
	var local [64]byte
	return descend(depth-1, ready, release) + int(local[depth%64])
}
