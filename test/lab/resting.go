package main

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// More that is well: caches with a bound, nodes and clients at rest, servers with many quiet clients, a site under load.
func init() {
	modes["lru-steady"] = func() any { return newLRU(72<<20, 4096).serve(100_000) }
	modes["follower"] = func() any { return newFollower(5, 200) }
	modes["bus-client"] = func() any { return newBusClient(300) }
	modes["task-pollers"] = func() any { return taskPollers(2000) }
	modes["feed-paused"] = func() any { return pausedFeed(500) }
	modes["event-stream"] = func() any { return eventStream(4000) }
	modes["terminals"] = func() any { return terminals(300) }
	modes["health-watches"] = func() any { return healthWatches(600) }
	modes["schedule"] = func() any { return schedule(500) }
	busy["page-renderer"] = pageRenderer
	busy["site-loaded"] = siteLoaded
}

// lru holds as many bytes as it may, and drops what was not asked for the longest.
type lru struct {
	mu          sync.Mutex
	most, bytes int
	size        int
	order       *list.List
	byKey       map[int]*list.Element
}

type entry struct {
	key   int
	value []byte
}

func newLRU(most, size int) *lru {
	return &lru{most: most, size: size, order: list.New(), byKey: map[int]*list.Element{}}
}

//go:noinline
func (c *lru) put(key int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byKey[key] = c.order.PushFront(entry{key, make([]byte, c.size)})
	for c.bytes += c.size; c.bytes > c.most; c.bytes -= c.size {
		oldest := c.order.Remove(c.order.Back()).(entry)
		delete(c.byKey, oldest.key)
	}
}

func (c *lru) serve(requests int) *lru {
	for i := 0; i < requests; i++ {
		c.put(i % 40_000)
	}
	return c
}

// follower is a replica that has nothing to do but to listen to its leader and to feed those who watch.
type follower struct {
	proposals, applied chan int
	ticks              *time.Ticker
	stop               chan struct{}
}

func newFollower(peers, watchers int) any {
	f := &follower{make(chan int), make(chan int), time.NewTicker(time.Hour), make(chan struct{})}
	go f.run()
	go f.applyAll()
	for i := 0; i < peers; i++ {
		near, _ := net.Pipe()
		go f.readStream(near)
		go f.sendHeartbeats()
	}
	for i := 0; i < watchers; i++ {
		go f.watchKey(make(chan int))
	}
	return f
}

func (f *follower) run() {
	for {
		select {
		case <-f.ticks.C:
		case f.applied <- <-f.proposals:
		case <-f.stop:
			return
		}
	}
}

func (f *follower) applyAll() {
	for range f.applied {
	}
}

func (f *follower) readStream(conn net.Conn) { io.Copy(io.Discard, conn) }

func (f *follower) sendHeartbeats() {
	select {
	case <-time.After(time.Hour):
	case <-f.stop:
	}
}

func (f *follower) watchKey(events chan int) {
	for {
		select {
		case <-events:
		case <-f.stop:
			return
		}
	}
}

// busClient reads one connection and hands messages to subscriptions, each with a queue and a goroutine of its own.
type busClient struct {
	conn    net.Conn
	flushes chan struct{}
}

type subscription struct {
	mu      sync.Mutex
	arrived *sync.Cond
	queue   []string
}

func newBusClient(count int) any {
	near, far := net.Pipe()
	c := &busClient{conn: near, flushes: make(chan struct{}, 1)}
	go c.readLoop()
	go c.flusher()
	go c.pingLoop()
	var all []*subscription
	for i := 0; i < count; i++ {
		s := &subscription{}
		s.arrived = sync.NewCond(&s.mu)
		all = append(all, s)
		go s.deliver()
	}
	return []any{c, far, all}
}

func (c *busClient) readLoop() { io.Copy(io.Discard, c.conn) }

func (c *busClient) flusher() {
	for range c.flushes {
	}
}

func (c *busClient) pingLoop() {
	for {
		time.Sleep(time.Hour)
	}
}

func (s *subscription) deliver() {
	for {
		s.mu.Lock()
		for len(s.queue) == 0 {
			s.arrived.Wait()
		}
		s.queue = s.queue[1:]
		s.mu.Unlock()
	}
}

// taskPollers ask a server for work and wait for as long as there is none.
func taskPollers(count int) any {
	stop, tasks := make(chan struct{}), make(chan int)
	for i := 0; i < count; i++ {
		go pollTask(tasks, stop)
	}
	return []any{stop, tasks}
}

func pollTask(tasks chan int, stop chan struct{}) {
	for {
		select {
		case <-tasks:
		case <-time.After(time.Hour):
		case <-stop:
			return
		}
	}
}

// pausedFeed has read ahead for each partition, and waits until the application goes on.
func pausedFeed(partitions int) any {
	stop := make(chan struct{})
	var feeds []chan int
	for i := 0; i < partitions; i++ {
		messages := make(chan int, 4)
		feeds = append(feeds, messages)
		go feedPartition(messages, stop)
	}
	return []any{feeds, stop}
}

func feedPartition(messages chan int, stop chan struct{}) {
	for offset := 0; ; offset++ {
		select {
		case messages <- offset:
		case <-stop:
			return
		}
	}
}

// pipes is a listener whose connections need no network.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.done:
		return nil, io.EOF
	}
}
func (p pipes) Close() error   { return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// eventStream has clients that stay for as long as their page is open.
func eventStream(clients int) any {
	events := make(chan string)
	listener := pipes{make(chan net.Conn), make(chan struct{})}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		for {
			select {
			case event := <-events:
				fmt.Fprintf(w, "data: %s\n\n", event)
			case <-r.Context().Done():
				return
			}
		}
	}))
	var all []net.Conn
	buffer := make([]byte, 4096)
	for i := 0; i < clients; i++ {
		near, far := net.Pipe()
		listener.conns <- far
		fmt.Fprint(near, "GET /events HTTP/1.1\r\nHost: example.com\r\n\r\n")
		near.Read(buffer)
		all = append(all, near)
	}
	return []any{all, listener, events}
}

// terminal is a session: a loop that reads packets, one that takes requests, one that copies output.
type terminal struct {
	conn     net.Conn
	requests chan string
	output   *io.PipeReader
}

func terminals(count int) any {
	var all []any
	for i := 0; i < count; i++ {
		near, far := net.Pipe()
		output, source := io.Pipe()
		t := &terminal{near, make(chan string), output}
		go t.readPackets()
		go t.serveRequests()
		go t.copyOutput()
		all = append(all, t, far, source)
	}
	return all
}

func (t *terminal) readPackets() { io.Copy(io.Discard, t.conn) }

func (t *terminal) serveRequests() {
	for range t.requests {
	}
}

func (t *terminal) copyOutput() { io.Copy(t.conn, t.output) }

// healthWatches are streams that send when a service changes, which it does not.
func healthWatches(count int) any {
	stop := make(chan struct{})
	var all []any
	for i := 0; i < count; i++ {
		near, far := net.Pipe()
		go watchHealth(make(chan bool), stop)
		go receiveFrames(near)
		all = append(all, far)
	}
	return append(all, stop)
}

func watchHealth(changes chan bool, stop chan struct{}) {
	for {
		select {
		case <-changes:
		case <-stop:
			return
		}
	}
}

func receiveFrames(conn net.Conn) { io.Copy(io.Discard, conn) }

// schedule has an entry with its own timer for each job.
func schedule(jobs int) any {
	stop := make(chan struct{})
	for i := 0; i < jobs; i++ {
		go runEntry(time.NewTimer(time.Duration(i+1)*time.Minute), stop)
	}
	return stop
}

func runEntry(next *time.Timer, stop chan struct{}) {
	for {
		select {
		case <-next.C:
			next.Reset(time.Hour)
		case <-stop:
			return
		}
	}
}

type order struct {
	ID    int
	Name  string
	Lines []struct{ Text, Note string }
}

func orders(count int) []order {
	var all []order
	for i := 0; i < count; i++ {
		one := order{ID: i, Name: fmt.Sprintf("order <%d>", i)}
		for j := 0; j < 8; j++ {
			one.Lines = append(one.Lines, struct{ Text, Note string }{fmt.Sprint("line ", j), "a & b"})
		}
		all = append(all, one)
	}
	return all
}

// site is a server with pages made from templates and an API: that is what it is there for, and takes its time.
type site struct {
	page *template.Template
	all  []order
}

func newSite() *site {
	page := template.Must(template.New("page").Parse(
		`{{range .}}<h1>{{.Name}}</h1>{{range .Lines}}<p title="{{.Note}}">{{.Text}}</p>{{end}}{{end}}`))
	return &site{page, orders(20)}
}

func (s *site) showOrders(w http.ResponseWriter, r *http.Request) { check(s.page.Execute(w, s.all)) }

func (s *site) placeOrders(w http.ResponseWriter, r *http.Request) {
	var placed []order
	check(json.NewDecoder(r.Body).Decode(&placed))
	w.Header().Set("Content-Type", "application/json")
	check(json.NewEncoder(w).Encode(placed[:4]))
}

// pack answers with a download: what a server sends besides pages.
func (s *site) pack(w http.ResponseWriter, r *http.Request) {
	packed := gzip.NewWriter(w)
	for _, one := range s.all {
		fmt.Fprintf(packed, "%d;%s\n", one.ID, one.Name)
	}
	check(packed.Close())
}

func pageRenderer() func() {
	ask := newSite().serve()
	return func() { ask("/page", nil) }
}

// siteLoaded answers what clients ask for: a page, an order, a download, as much of each.
func siteLoaded() func() {
	s := newSite()
	ask := s.serve()
	body, err := json.Marshal(s.all)
	check(err)
	return fairly([]*task{
		{run: func() { ask("/page", nil) }},
		{run: func() { ask("/orders", body) }},
		{run: func() { ask("/pack", nil) }},
	})
}

// serve starts a server, and returns a client of it.
func (s *site) serve() func(path string, body []byte) {
	listener := pipes{make(chan net.Conn), make(chan struct{})}
	go http.Serve(listener, s.routes())
	client := http.Client{Transport: &http.Transport{Dial: func(string, string) (net.Conn, error) {
		near, far := net.Pipe()
		listener.conns <- far
		return near, nil
	}}}
	return func(path string, body []byte) {
		resp, err := client.Post("http://example.com"+path, "application/json", bytes.NewReader(body))
		check(err)
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", s.showOrders)
	mux.HandleFunc("/orders", s.placeOrders)
	mux.HandleFunc("/pack", s.pack)
	return mux
}
