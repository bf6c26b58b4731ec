package main

import (
	"io"
	"net"
	"sync"
	"time"
)

// One more leak for each way to wait, each written from what the way is and nothing else.
func init() {
	modes["first-answer-wins"] = func() any {
		for i := 0; i < 200; i++ {
			askReplicas()
		}
		return nil
	}
	modes["range-not-closed"] = func() any {
		for i := 0; i < 700; i++ {
			importFile()
			breathe()
		}
		return nil
	}
	modes["unsubscribe-forgotten"] = func() any {
		var b bus
		for i := 0; i < 700; i++ {
			b.openDashboard()
			breathe()
		}
		return &b
	}
	modes["done-skipped"] = func() any {
		for i := 0; i < 260; i++ {
			go uploadAll()
			breathe()
		}
		time.Sleep(50 * time.Millisecond)
		return nil
	}
	modes["signal-lost"] = func() any {
		for i := 0; i < 700; i++ {
			go newGate().passThrough()
			breathe()
		}
		return nil
	}
	modes["lock-order"] = func() any {
		a, b := &account{}, &account{}
		go a.transfer(b)
		go b.transfer(a)
		time.Sleep(60 * time.Millisecond)
		for i := 0; i < 40; i++ {
			go a.balance()
		}
		return []any{a, b}
	}
	modes["reader-never-done"] = func() any {
		r := &registry{}
		go r.eachEntry(make(chan int))
		time.Sleep(10 * time.Millisecond)
		go r.reload()
		time.Sleep(10 * time.Millisecond)
		for i := 0; i < 80; i++ {
			go r.lookup()
		}
		return r
	}
	modes["channel-not-made"] = func() any {
		for i := 0; i < 120; i++ {
			go (&session{}).awaitClose()
		}
		return nil
	}
	modes["no-deadline"] = func() any { return silentPeers(500) }
	modes["retry-forever"] = func() any {
		for i := 0; i < 700; i++ {
			go deliver()
			breathe()
		}
		return nil
	}
}

// breathe starts something else, as a server does between two requests.
func breathe() {
	var wg sync.WaitGroup
	wg.Add(1)
	go wg.Done()
	wg.Wait()
}

func askReplicas() string {
	answers := make(chan string)
	for i := 0; i < 3; i++ {
		go func() { answers <- "42" }()
	}
	return <-answers
}

// importFile has a reader that gives up on a bad line, and then nobody closes the channel.
func importFile() {
	lines := make(chan string)
	go storeLines(lines)
	lines <- "first"
}

func storeLines(lines chan string) {
	for range lines {
	}
}

type bus struct{ subscribers []chan int }

func (b *bus) openDashboard() {
	updates, closed := make(chan int), make(chan struct{})
	b.subscribers = append(b.subscribers, updates)
	go refreshDashboard(updates, closed)
}

func refreshDashboard(updates chan int, closed chan struct{}) {
	for {
		select {
		case <-updates:
		case <-closed:
			return
		}
	}
}

func uploadAll() {
	var parts sync.WaitGroup
	for i := 0; i < 3; i++ {
		parts.Add(1)
		go uploadPart(&parts, i)
	}
	parts.Wait()
}

func uploadPart(parts *sync.WaitGroup, number int) {
	if number == 2 {
		return
	}
	parts.Done()
}

type gate struct {
	mu   sync.Mutex
	cond *sync.Cond
}

// newGate has its signal behind it already.
func newGate() *gate {
	g := &gate{}
	g.cond = sync.NewCond(&g.mu)
	g.cond.Signal()
	return g
}

func (g *gate) passThrough() {
	g.mu.Lock()
	g.cond.Wait()
	g.mu.Unlock()
}

type account struct {
	mu     sync.Mutex
	amount int
}

func (a *account) transfer(to *account) {
	a.mu.Lock()
	time.Sleep(20 * time.Millisecond)
	to.mu.Lock()
	to.amount++
	to.mu.Unlock()
	a.mu.Unlock()
}

func (a *account) balance() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.amount
}

type registry struct {
	mu      sync.RWMutex
	entries map[string]int
}

func (r *registry) eachEntry(out chan int) {
	r.mu.RLock()
	out <- len(r.entries)
	r.mu.RUnlock()
}

func (r *registry) reload() {
	r.mu.Lock()
	r.entries = map[string]int{}
	r.mu.Unlock()
}

func (r *registry) lookup() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.entries["a"]
}

type session struct{ closed chan struct{} }

func (s *session) awaitClose() { <-s.closed }

// silentPeers connects to a server that accepts and says nothing.
func silentPeers(count int) any {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	for i := 0; i < count; i++ {
		go fetchReport(listener.Addr().String())
		breathe()
	}
	time.Sleep(200 * time.Millisecond)
	return listener
}

func fetchReport(address string) []byte {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil
	}
	defer conn.Close()
	report, _ := io.ReadAll(conn)
	return report
}

func deliver() {
	for {
		time.Sleep(time.Hour)
	}
}
