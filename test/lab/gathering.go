package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// Crowds that gather on purpose: each waits for a turn, an answer or a moment that comes.
func init() {
	modes["semaphore-bounded"] = func() any { return bounded(400, 8) }
	modes["single-flight"] = func() any { return (&flights{}).stampede(300) }
	modes["tokens-awaited"] = func() any { return throttled(250) }
	modes["state-subscribers"] = func() any { return newBoardRoom(600) }
	modes["jittered-start"] = func() any { return staggered(900) }
	modes["simulation-barrier"] = func() any { return newSimulation(256) }
	modes["pipe-readers"] = func() any { return childOutputs(150) }
	modes["shard-sweepers"] = func() any { return newShards(256) }
	modes["many-listeners"] = func() any { return listeners(120) }
	modes["once-loading"] = func() any { return (&catalog{}).readers(300) }
	modes["replies-by-id"] = func() any { return newMultiplexer(60) }
	modes["group-members"] = func() any { return groups(90) }
}

// bounded starts a goroutine for each item; a few work at a time, and the others wait for a slot.
func bounded(items, slots int) any {
	slot := make(chan struct{}, slots)
	done := make(chan struct{})
	for i := 0; i < items; i++ {
		go func() {
			slot <- struct{}{}
			defer func() { <-slot }()
			resize(done)
		}()
	}
	time.Sleep(50 * time.Millisecond)
	return done
}

// resize stands for work that is slow because it waits for a disk.
func resize(done chan struct{}) {
	select {
	case <-done:
	case <-time.After(time.Minute):
	}
}

// flights lets one caller fetch and the others wait for what it gets.
type flights struct {
	mu    sync.Mutex
	calls map[string]*flight
}

type flight struct{ done sync.WaitGroup }

func (f *flights) do(key string, fetch func()) {
	f.mu.Lock()
	if f.calls == nil {
		f.calls = map[string]*flight{}
	}
	if call, isUnderway := f.calls[key]; isUnderway {
		f.mu.Unlock()
		call.done.Wait()
		return
	}
	call := &flight{}
	call.done.Add(1)
	f.calls[key] = call
	f.mu.Unlock()
	fetch()
	call.done.Done()
}

func (f *flights) stampede(callers int) any {
	address, listener := silent()
	for i := 0; i < callers; i++ {
		go f.do("config", func() { ask(address) })
	}
	time.Sleep(50 * time.Millisecond)
	return []any{f, listener}
}

// silent accepts connections and takes its time to answer.
func silent() (string, net.Listener) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	return listener.Addr().String(), listener
}

func ask(address string) {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	io.ReadAll(conn)
}

// throttled has callers that wait for a token, of which one comes every few milliseconds.
func throttled(callers int) any {
	tokens := make(chan struct{})
	go issueTokens(tokens)
	for i := 0; i < callers; i++ {
		go func() {
			for {
				<-tokens
			}
		}()
	}
	time.Sleep(30 * time.Millisecond)
	return tokens
}

func issueTokens(tokens chan struct{}) {
	for range time.Tick(2 * time.Millisecond) {
		tokens <- struct{}{}
	}
}

// boardRoom wakes all who look at its state whenever that changes.
type boardRoom struct {
	mu      sync.Mutex
	changed *sync.Cond
	version int
}

func newBoardRoom(viewers int) *boardRoom {
	b := &boardRoom{}
	b.changed = sync.NewCond(&b.mu)
	for i := 0; i < viewers; i++ {
		go b.watchState()
	}
	for i := 0; i < 3; i++ {
		time.Sleep(10 * time.Millisecond)
		b.mu.Lock()
		b.version++
		b.mu.Unlock()
		b.changed.Broadcast()
	}
	return b
}

func (b *boardRoom) watchState() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for seen := 0; ; seen = b.version {
		for b.version == seen {
			b.changed.Wait()
		}
	}
}

// staggered starts its reporters at moments of their own, so that they do not all call at once.
func staggered(count int) any {
	for i := 0; i < count; i++ {
		go func(delay time.Duration) {
			time.Sleep(delay)
			report()
		}(time.Duration(i) * time.Second)
	}
	return nil
}

func report() {}

// simulation has its parts wait for the slowest before each step.
type simulation struct {
	step sync.WaitGroup
	next chan struct{}
}

func newSimulation(parts int) *simulation {
	s := &simulation{next: make(chan struct{})}
	s.step.Add(parts + 1)
	for i := 0; i < parts; i++ {
		go s.runPart()
	}
	time.Sleep(20 * time.Millisecond)
	return s
}

func (s *simulation) runPart() {
	s.step.Done()
	s.step.Wait()
}

// childOutputs reads what as many child processes print.
func childOutputs(count int) any {
	var writers []*os.File
	for i := 0; i < count; i++ {
		r, w, err := os.Pipe()
		check(err)
		writers = append(writers, w)
		go copyLines(r)
	}
	return writers
}

func copyLines(r *os.File) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
	}
}

// shards have a sweeper each, which looks for what is old now and then.
type shard struct {
	mu   sync.Mutex
	keys map[string]time.Time
	stop chan struct{}
}

func newShards(count int) []*shard {
	shards := make([]*shard, count)
	for i := range shards {
		shards[i] = &shard{keys: map[string]time.Time{}, stop: make(chan struct{})}
		go shards[i].sweepOld()
	}
	return shards
}

func (s *shard) sweepOld() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-s.stop:
			return
		}
	}
}

func listeners(count int) any {
	var all []net.Listener
	for i := 0; i < count; i++ {
		_, listener := silent()
		all = append(all, listener)
		go acceptAll(listener)
	}
	return all
}

func acceptAll(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		conn.Close()
	}
}

// catalog is loaded by whoever needs it first; the others wait for that.
type catalog struct{ load sync.Once }

func (c *catalog) readers(count int) any {
	address, listener := silent()
	for i := 0; i < count; i++ {
		go c.find(address)
	}
	time.Sleep(50 * time.Millisecond)
	return []any{c, listener}
}

func (c *catalog) find(address string) { c.load.Do(func() { ask(address) }) }

// multiplexer gives each reply to whoever asked, by the number of the question.
type multiplexer struct {
	mu      sync.Mutex
	waiting map[int]chan string
}

func newMultiplexer(calls int) *multiplexer {
	m := &multiplexer{waiting: map[int]chan string{}}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	_ = cancel
	for i := 0; i < calls; i++ {
		go m.roundTrip(ctx, i)
	}
	time.Sleep(20 * time.Millisecond)
	return m
}

func (m *multiplexer) roundTrip(ctx context.Context, number int) string {
	reply := make(chan string, 1)
	m.mu.Lock()
	m.waiting[number] = reply
	m.mu.Unlock()
	select {
	case text := <-reply:
		return text
	case <-ctx.Done():
		return ""
	}
}

// groups have a parent each that waits for two members, which wait for a peer.
func groups(count int) any {
	address, listener := silent()
	for i := 0; i < count; i++ {
		go compareReplicas(address)
	}
	time.Sleep(100 * time.Millisecond)
	return listener
}

func compareReplicas(address string) {
	var members sync.WaitGroup
	for i := 0; i < 2; i++ {
		members.Add(1)
		go func() {
			defer members.Done()
			ask(address)
		}()
	}
	members.Wait()
}
