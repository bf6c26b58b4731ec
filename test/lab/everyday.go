package main

import (
	"context"
	"net"
	"strings"
	"sync"
	"time"
)

// Six more healthy programs.
func init() {
	modes["sessions-expire"] = func() any { return expiring(20_000) }
	modes["timeouts-in-flight"] = func() any { return inFlight(1500) }
	modes["game-players"] = func() any { return players(300) }
	modes["rings-kept"] = func() any { return keepRings(200) }
	modes["rows-imported"] = func() any { return importRows(8) }
	busy["datagrams-answered"] = answerDatagrams
}

// visits have a timer each, which ends them after half an hour.
type visits struct {
	mu  sync.Mutex
	all map[int]*time.Timer
}

func expiring(count int) any {
	v := &visits{all: map[int]*time.Timer{}}
	for i := 0; i < count; i++ {
		v.begin(i)
	}
	return v
}

func (v *visits) begin(id int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.all[id] = time.AfterFunc(30*time.Minute, func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		delete(v.all, id)
	})
}

func inFlight(requests int) any {
	var all []context.CancelFunc
	for i := 0; i < requests; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		all = append(all, cancel)
		go func() { <-ctx.Done() }()
	}
	return all
}

type player struct {
	inbox chan string
	x     int
}

func players(count int) any {
	var all []*player
	for i := 0; i < count; i++ {
		p := &player{inbox: make(chan string)}
		all = append(all, p)
		go p.loop(time.NewTicker(50 * time.Millisecond))
	}
	return all
}

func (p *player) loop(tick *time.Ticker) {
	for {
		select {
		case <-p.inbox:
		case <-tick.C:
			p.x++
		}
	}
}

// ring keeps the last events of a subscriber.
type ring struct {
	events [200][]byte
	next   int
}

func keepRings(count int) any {
	var all []*ring
	for i := 0; i < count; i++ {
		r := &ring{}
		for event := 0; event < 600; event++ {
			r.push(make([]byte, 500))
		}
		all = append(all, r)
	}
	return all
}

//go:noinline
func (r *ring) push(event []byte) {
	r.events[r.next%len(r.events)] = event
	r.next++
}

// importRows reads faster than it stores.
func importRows(parsers int) any {
	lines, rows := make(chan string, 100), make(chan []string, 100)
	for i := 0; i < parsers; i++ {
		go func() {
			for line := range lines {
				rows <- strings.Split(line, ",")
			}
		}()
	}
	go func() {
		for range rows {
			time.Sleep(time.Millisecond)
		}
	}()
	go func() {
		for {
			lines <- "a,b,c"
		}
	}()
	return rows
}

func answerDatagrams() func() {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	check(err)
	go echo(server)
	client, err := net.Dial("udp", server.LocalAddr().String())
	check(err)
	buffer := make([]byte, 100)
	return func() {
		client.Write(buffer[:20])
		check(client.SetReadDeadline(time.Now().Add(time.Second)))
		client.Read(buffer)
	}
}

func echo(server net.PacketConn) {
	buffer := make([]byte, 512)
	for {
		if length, from, err := server.ReadFrom(buffer); err == nil {
			server.WriteTo(buffer[:length], from)
		}
	}
}
