// A service with one trouble, or none, chosen by its argument. Serves profiles on a free port of this machine and prints it
// once the trouble is there; ends when its standard input does.
package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"
	"sync"
	"time"
)

type store struct {
	events  chan int
	mutex   sync.Mutex
	entries [][]byte
	sum     [32]byte
}

// Nobody receives.
func (s *store) publish(i int) { s.events <- i }

func (s *store) remember() { s.entries = append(s.entries, make([]byte, 1<<20)) }

func (s *store) digest(text []byte) {
	for {
		s.sum = sha256.Sum256(text)
	}
}

func (s *store) update() {
	for {
		s.mutex.Lock()
		time.Sleep(time.Millisecond)
		s.mutex.Unlock()
	}
}

func (s *store) sweep() {
	for range time.Tick(100 * time.Millisecond) {
		s.mutex.Lock()
		s.sum = sha256.Sum256(s.sum[:])
		s.mutex.Unlock()
	}
}

func main() {
	s := &store{events: make(chan int)}
	for i := 0; i < 4; i++ {
		go s.sweep()
	}
	switch os.Args[1] {
	case "leaky":
		for i := 0; i < 3000; i++ {
			go s.publish(i)
		}
	case "hoggish":
		for i := 0; i < 300; i++ {
			s.remember()
		}
	case "hot":
		for i := 0; i < 4; i++ {
			go s.digest(make([]byte, 4096))
		}
	case "contended":
		runtime.SetMutexProfileFraction(1)
		for i := 0; i < 30; i++ {
			go s.update()
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(listener, nil)
	runtime.GC()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
	runtime.KeepAlive(s)
}
