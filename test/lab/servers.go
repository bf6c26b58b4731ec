package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Servers and clients that are well: what they hold, they hold on purpose.
func init() {
	modes["consumer-parked"] = func() any { return newConsumer(5000) }
	modes["http2-streams"] = func() any { return http2Streams(3000) }
	modes["long-poll"] = func() any { return longPoll(400) }
	modes["pool-large"] = func() any { return newNetPool(800) }
	modes["websocket-hub"] = func() any { return newHub(1200) }
	modes["bidi-streams"] = func() any { return bidiStreams(1500) }
	modes["proxy-loaded"] = func() any { return proxy(300) }
	modes["calls-in-flight"] = func() any { return callsInFlight(200) }
	modes["topic-subscribers"] = func() any { return subscribers(1000) }
}

// consumer has a handler for each partition, which waits until a message of its partition comes.
type consumer struct{ handlers []*handler }

type handler struct {
	messages chan string
	handled  int
}

func newConsumer(partitions int) *consumer {
	c := &consumer{}
	for i := 0; i < partitions; i++ {
		h := &handler{messages: make(chan string)}
		c.handlers = append(c.handlers, h)
		go h.handle()
	}
	for i := 0; i < 100; i++ {
		c.handlers[i*7%partitions].messages <- "hello"
	}
	return c
}

func (h *handler) handle() {
	for range h.messages {
		h.handled++
	}
}

// http2Streams keeps responses open as a service of events does: the handler waits for the next event or the client's end.
func http2Streams(count int) any {
	events := make(chan string)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		select {
		case event := <-events:
			io.WriteString(w, event)
		case <-r.Context().Done():
		}
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	for i := 0; i < count; i++ {
		resp, err := server.Client().Get(server.URL)
		check(err)
		go readEvents(resp.Body)
	}
	return server
}

func readEvents(body io.ReadCloser) {
	defer body.Close()
	lines := bufio.NewScanner(body)
	for lines.Scan() {
	}
}

// longPoll has clients that wait for news, each in a request of its own.
func longPoll(count int) any {
	news := make(chan string)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case text := <-news:
			io.WriteString(w, text)
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	}))
	for i := 0; i < count; i++ {
		go func() {
			resp, err := server.Client().Get(server.URL)
			if err == nil {
				resp.Body.Close()
			}
		}()
	}
	time.Sleep(300 * time.Millisecond)
	return server
}

// netPool keeps connections with a reader each, which waits for the next answer.
type netPool struct{ conns []*pooled }

type pooled struct {
	conn    net.Conn
	answers chan []byte
}

func newNetPool(size int) *netPool {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go io.Copy(conn, conn)
		}
	}()
	p := &netPool{}
	for i := 0; i < size; i++ {
		conn, err := net.Dial("tcp", listener.Addr().String())
		check(err)
		c := &pooled{conn: conn, answers: make(chan []byte, 1)}
		p.conns = append(p.conns, c)
		go c.readAnswers()
	}
	return p
}

func (c *pooled) readAnswers() {
	buffer := make([]byte, 512)
	for {
		n, err := c.conn.Read(buffer)
		if err != nil {
			return
		}
		c.answers <- buffer[:n]
	}
}

// hub sends what one client says to all, through a pump of each.
type hub struct {
	join    chan *peer
	say     chan string
	clients map[*peer]bool
}

type peer struct {
	conn net.Conn
	out  chan string
}

func newHub(clients int) *hub {
	h := &hub{join: make(chan *peer), say: make(chan string), clients: map[*peer]bool{}}
	go h.run()
	for i := 0; i < clients; i++ {
		server, client := net.Pipe()
		p := &peer{conn: server, out: make(chan string, 8)}
		h.join <- p
		go p.readPump(h)
		go p.writePump()
		go io.Copy(io.Discard, client)
	}
	return h
}

func (h *hub) run() {
	for {
		select {
		case p := <-h.join:
			h.clients[p] = true
		case text := <-h.say:
			for p := range h.clients {
				p.out <- text
			}
		}
	}
}

func (p *peer) readPump(h *hub) {
	lines := bufio.NewScanner(p.conn)
	for lines.Scan() {
		h.say <- lines.Text()
	}
}

func (p *peer) writePump() {
	ping := time.NewTicker(54 * time.Second)
	defer ping.Stop()
	for {
		select {
		case text := <-p.out:
			io.WriteString(p.conn, text)
		case <-ping.C:
			io.WriteString(p.conn, "ping")
		}
	}
}

// A bidirectional stream has one that receives, one that sends, and the handler that waits for both.
type bidiStream struct {
	ctx      context.Context
	received chan int
	outgoing chan int
}

func bidiStreams(count int) any {
	ctx, cancel := context.WithCancel(context.Background())
	for i := 0; i < count; i++ {
		s := &bidiStream{ctx: ctx, received: make(chan int), outgoing: make(chan int)}
		go s.serve()
	}
	return cancel
}

func (s *bidiStream) serve() {
	var both sync.WaitGroup
	both.Add(2)
	go func() { defer both.Done(); s.recvLoop() }()
	go func() { defer both.Done(); s.sendLoop() }()
	both.Wait()
}

func (s *bidiStream) recvLoop() {
	for {
		select {
		case <-s.received:
		case <-s.ctx.Done():
			return
		}
	}
}

func (s *bidiStream) sendLoop() {
	for {
		select {
		case <-s.outgoing:
		case <-s.ctx.Done():
			return
		}
	}
}

// proxy copies both ways between clients and a backend.
func proxy(count int) any {
	backend, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		for {
			conn, err := backend.Accept()
			if err != nil {
				return
			}
			go io.Copy(conn, conn)
		}
	}()
	front, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go func() {
		for {
			conn, err := front.Accept()
			if err != nil {
				return
			}
			go tunnel(conn, backend.Addr().String())
		}
	}()
	var clients []net.Conn
	for i := 0; i < count; i++ {
		conn, err := net.Dial("tcp", front.Addr().String())
		check(err)
		conn.Write([]byte("x"))
		clients = append(clients, conn)
	}
	return clients
}

func tunnel(client net.Conn, address string) {
	server, err := net.Dial("tcp", address)
	if err != nil {
		client.Close()
		return
	}
	done := make(chan bool, 2)
	go func() { io.Copy(server, client); done <- true }()
	go func() { io.Copy(client, server); done <- true }()
	<-done
	client.Close()
	server.Close()
	<-done
}

// callsInFlight has many requests on one connection; each caller waits for the answer with its number.
type caller struct {
	mu      sync.Mutex
	waiting map[int]chan string
}

func callsInFlight(count int) any {
	c := &caller{waiting: map[int]chan string{}}
	for i := 0; i < count; i++ {
		go c.call(i)
	}
	return c
}

func (c *caller) call(number int) string {
	answer := make(chan string, 1)
	c.mu.Lock()
	c.waiting[number] = answer
	c.mu.Unlock()
	return <-answer
}

func subscribers(count int) any {
	ctx, cancel := context.WithCancel(context.Background())
	topics := make([]chan string, count)
	for i := range topics {
		topics[i] = make(chan string)
		go follow(ctx, topics[i])
	}
	return []any{topics, cancel}
}

func follow(ctx context.Context, topic chan string) {
	for {
		select {
		case <-topic:
		case <-ctx.Done():
			return
		}
	}
}
