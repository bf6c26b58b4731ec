package main

import (
	"bufio"
	"container/list"
	"fmt"
	"net"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// What piles up behind one thing that is never done: a finalizer, a series, a connection's buffers, a weight.
func init() {
	modes["finalizer-blocked"] = func() any { return loadPictures(15_000) }
	modes["finalizer-quick"] = func() any { return loadPicturesQuickly(3000) }
	modes["series-per-user"] = func() any { return countLogins(600_000) }
	modes["attributes-per-request"] = func() any { return measureRequests(250_000) }
	modes["buffers-of-the-gone"] = func() any { return greet(&lobby{keeps: true}, 600) }
	modes["buffers-given-back"] = func() any { return greet(&lobby{}, 600) }
	modes["weight-not-released"] = func() any { return makeThumbnails(newWeighted(64), 400) }
}

// picture holds memory of another library; its finalizer hands it back through a queue that nobody reads any more.
type picture struct{ pixels []byte }

var pictureWork = make(chan *picture)

func (p *picture) free() { pictureWork <- p }

//go:noinline
func loadPicture() *picture {
	p := &picture{make([]byte, 20_000)}
	runtime.SetFinalizer(p, (*picture).free)
	return p
}

func loadPictures(count int) any {
	for i := 0; i < count; i++ {
		sink += len(loadPicture().pixels)
		if i%2500 == 0 {
			runtime.GC()
		}
	}
	time.Sleep(20 * time.Millisecond)
	return nil
}

func loadPicturesQuickly(count int) any {
	go func() {
		for p := range pictureWork {
			p.pixels = nil
		}
	}()
	return loadPictures(count)
}

// counterSet has a series for each combination of label values that it was ever asked for.
type counterSet struct {
	mu     sync.RWMutex
	series map[string]*series
}

type series struct {
	labels []string
	value  uint64
}

//go:noinline
func (c *counterSet) with(values ...string) *series {
	key := strings.Join(values, "\xff")
	c.mu.Lock()
	defer c.mu.Unlock()
	one, isKnown := c.series[key]
	if !isKnown {
		one = &series{labels: append([]string(nil), values...)}
		c.series[key] = one
	}
	return one
}

func countLogins(users int) any {
	logins := &counterSet{series: map[string]*series{}}
	for i := 0; i < users; i++ {
		atomic.AddUint64(&logins.with("login", fmt.Sprintf("user-%08d@shop.example.com", i), "ok").value, 1)
	}
	return logins
}

// attribute is a key with a value, and a distinct set of them has a sum of its own.
type attribute struct{ key, value string }

type histogram struct {
	mu   sync.Mutex
	sums map[[4]attribute]*buckets
}

type buckets struct {
	counts [15]uint64
	sum    float64
}

//go:noinline
func (h *histogram) record(value float64, attributes [4]attribute) {
	sort.Slice(attributes[:], func(i, j int) bool { return attributes[i].key < attributes[j].key })
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sums[attributes] == nil {
		h.sums[attributes] = &buckets{}
	}
	h.sums[attributes].sum += value
}

func measureRequests(count int) any {
	latency := &histogram{sums: map[[4]attribute]*buckets{}}
	for i := 0; i < count; i++ {
		latency.record(float64(i%90), [4]attribute{
			{"method", "GET"}, {"path", "/items"}, {"request.id", fmt.Sprintf("%016x", i)}, {"peer", "10.0.0.7"},
		})
	}
	return latency
}

// lobby knows its guests, and forgets to forget them.
type lobby struct {
	keeps  bool
	mu     sync.Mutex
	guests map[int]*guest
}

type guest struct {
	in  *bufio.Reader
	out *bufio.Writer
}

//go:noinline
func (l *lobby) admit(id int, conn net.Conn) *guest {
	one := &guest{bufio.NewReaderSize(conn, 64<<10), bufio.NewWriterSize(conn, 64<<10)}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.guests[id] = one
	return one
}

func (l *lobby) host(id int, conn net.Conn) {
	defer conn.Close()
	one := l.admit(id, conn)
	line, err := one.in.ReadString('\n')
	check(err)
	fmt.Fprint(one.out, "hello ", line)
	check(one.out.Flush())
	if l.keeps {
		return
	}
	l.mu.Lock()
	delete(l.guests, id)
	l.mu.Unlock()
}

func greet(l *lobby, count int) any {
	l.guests = map[int]*guest{}
	for i := 0; i < count; i++ {
		near, far := net.Pipe()
		go l.host(i, far)
		fmt.Fprintln(near, "guest", i)
		bufio.NewReader(near).ReadString('\n')
		near.Close()
	}
	return l
}

// weighted hands out a weight; who finds too little left waits in a queue.
type weighted struct {
	mu      sync.Mutex
	left    int
	waiting list.List
}

type waiter struct {
	weight int
	ready  chan struct{}
}

func newWeighted(size int) *weighted { return &weighted{left: size} }

//go:noinline
func (w *weighted) acquire(weight int, done <-chan struct{}) bool {
	w.mu.Lock()
	if w.left >= weight && w.waiting.Len() == 0 {
		w.left -= weight
		w.mu.Unlock()
		return true
	}
	one := waiter{weight, make(chan struct{})}
	w.waiting.PushBack(one)
	w.mu.Unlock()
	select {
	case <-done:
		return false
	case <-one.ready:
		return true
	}
}

func (w *weighted) release(weight int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.left += weight; w.waiting.Len() > 0; {
		first := w.waiting.Front()
		one := first.Value.(waiter)
		if one.weight > w.left {
			return
		}
		w.left -= one.weight
		w.waiting.Remove(first)
		close(one.ready)
	}
}

// makeThumbnail gives its weight back, unless the picture is broken.
//
//go:noinline
func makeThumbnail(memory *weighted, number int) bool {
	if !memory.acquire(8, nil) {
		return false
	}
	if number%3 == 0 {
		return false
	}
	time.Sleep(time.Millisecond)
	memory.release(8)
	return true
}

func makeThumbnails(memory *weighted, count int) any {
	for i := 0; i < count; i++ {
		go makeThumbnail(memory, i)
	}
	time.Sleep(100 * time.Millisecond)
	return memory
}
