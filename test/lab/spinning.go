package main

import (
	"regexp"
	"strings"
	"sync"
)

// CPU time that nobody wants.
func init() {
	busy["select-spins"] = func() func() { return newMailbox().drain }
	busy["lock-spins"] = func() func() { return (&tally{}).countTogether }
	busy["pattern-per-line"] = func() func() { return filterLines }
}

type mailbox struct{ letters, urgent, stop chan int }

func newMailbox() *mailbox { return &mailbox{make(chan int), make(chan int), make(chan int)} }

// drain looks for letters again and again instead of waiting for one.
//
//go:noinline
func (m *mailbox) drain() {
	for i := 0; i < 100_000; i++ {
		select {
		case <-m.letters:
		case <-m.urgent:
		case <-m.stop:
			return
		default:
		}
	}
}

type tally struct {
	mu    sync.Mutex
	total int
}

//go:noinline
func (t *tally) add() {
	t.mu.Lock()
	t.total++
	t.mu.Unlock()
}

func (t *tally) countTogether() {
	together(16, 20_000, t.add)
}

var suspicious = regexp.MustCompile(`(?i)(error|fail(ed|ure)?|panic)[^\n]{0,40}(timeout|refused|reset)`)

var logPage = strings.Split(strings.Repeat("2022-11-28 GET /products/42 answered 200 in 3 ms, nothing to see here\n", 500), "\n")

//go:noinline
func filterLines() {
	for _, line := range logPage {
		suspicious.MatchString(line)
	}
}
