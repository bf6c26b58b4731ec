// Goroutines in every blocking state, each started by a function named for its state. Dumps itself as asked and ends.
package main

import (
	"net"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"
)

const each = 3

func sender(c chan int)   { c <- 1 }
func receiver(c chan int) { <-c }
func nilSender()          { var c chan int; c <- 1 }
func nilReceiver()        { var c chan int; <-c }
func selector(a, b chan int) {
	select {
	case <-a:
	case b <- 1:
	}
}
func emptySelector()                { select {} }
func mutexLocker(m *sync.Mutex)     { m.Lock() }
func readLocker(m *sync.RWMutex)    { m.RLock() }
func writeLocker(m *sync.RWMutex)   { m.Lock() }
func groupWaiter(w *sync.WaitGroup) { w.Wait() }
func condWaiter(c *sync.Cond)       { c.L.Lock(); c.Wait() }
func sleeper()                      { time.Sleep(time.Hour) }
func netReader(l net.Listener)      { l.Accept() }
func pinned(c chan int)             { runtime.LockOSThread(); <-c }
func generic[T any](c chan T)       { <-c }
func spinner(stop *bool) {
	for !*stop {
		runtime.Gosched()
	}
}

// waitUntilBlocked returns when only main and the spinner run or want to.
func waitUntilBlocked() {
	running := regexp.MustCompile(`(?m)^goroutine \d+ \[run`)
	dump := make([]byte, 1<<20)
	for {
		time.Sleep(10 * time.Millisecond)
		if len(running.FindAll(dump[:runtime.Stack(dump, true)], -1)) <= 2 {
			return
		}
	}
}

type worker struct{ c chan int }

func (w *worker) run() { func() { <-w.c }() }

func main() {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	var mutex sync.Mutex
	var readWrite, held sync.RWMutex
	var group sync.WaitGroup
	mutex.Lock()
	readWrite.Lock()
	held.RLock()
	group.Add(1)
	cond := sync.NewCond(&sync.Mutex{})
	stop := false
	for i := 0; i < each; i++ {
		go sender(make(chan int))
		go receiver(make(chan int))
		go nilSender()
		go nilReceiver()
		go selector(make(chan int), make(chan int))
		go emptySelector()
		go mutexLocker(&mutex)
		go readLocker(&readWrite)
		go writeLocker(&held)
		go groupWaiter(&group)
		go condWaiter(cond)
		go sleeper()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(err)
		}
		go netReader(listener)
		go pinned(make(chan int))
		go generic(make(chan string))
		go (&worker{make(chan int)}).run()
	}
	go spinner(&stop)
	waitUntilBlocked()
	for _, debug := range os.Args[1:] {
		if debug == "panic" {
			panic("asked to")
		}
		level, _ := strconv.Atoi(debug)
		file, err := os.Create("dump" + debug)
		if err != nil {
			panic(err)
		}
		pprof.Lookup("goroutine").WriteTo(file, level)
		file.Close()
	}
}
