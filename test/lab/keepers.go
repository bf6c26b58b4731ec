package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Memory that nobody gives back, and a lock that is held too long.
func init() {
	modes["after-in-loop"] = func() any {
		for i := 0; i < 150_000; i++ {
			waitOrGiveUp()
		}
		return nil
	}
	modes["timeout-not-cancelled"] = func() any {
		for i := 0; i < 150_000; i++ {
			lookUpWithTimeout(context.Background())
		}
		return nil
	}
	modes["part-keeps-all"] = func() any { return firstLines(300) }
	contended["registry-of-all"] = func() { countTogether() }
}

func waitOrGiveUp() {
	ready := make(chan bool, 1)
	ready <- true
	select {
	case <-ready:
	case <-time.After(time.Hour):
	}
}

func lookUpWithTimeout(ctx context.Context) {
	ctx, _ = context.WithTimeout(ctx, time.Hour)
	_ = ctx.Err()
}

// firstLines keeps a line of each document, and with it the document.
func firstLines(documents int) []string {
	var titles []string
	for i := 0; i < documents; i++ {
		titles = append(titles, titleOf(loadDocument(i)))
	}
	return titles
}

//go:noinline
func loadDocument(number int) string {
	return fmt.Sprint(number, "\n") + strings.Repeat("text ", 100_000)
}

func titleOf(document string) string { return document[:strings.IndexByte(document, '\n')] }

type counters struct {
	mu     sync.Mutex
	byName map[string]int
}

func (c *counters) count(name string) {
	c.mu.Lock()
	time.Sleep(time.Millisecond)
	c.byName[name]++
	c.mu.Unlock()
}

func countTogether() {
	c := &counters{byName: map[string]int{}}
	var all sync.WaitGroup
	for i := 0; i < 16; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for j := 0; j < 50; j++ {
				c.count("x")
			}
		}()
	}
	all.Wait()
}
