// Parks three goroutines in every way of waiting for a channel and prints the dump that the argument asks for.
package main

import (
	"os"
	"runtime/pprof"
	"strconv"
	"time"
)

func send(ch chan int)      { ch <- 1 }
func sendNil()              { var ch chan int; ch <- 1 }
func receive(ch chan int)   { <-ch }
func receiveOk(ch chan int) { _, ok := <-ch; _ = ok; println(ok) }
func receiveNil()           { var ch chan int; <-ch }
func receiveOkNil()         { var ch chan int; _, ok := <-ch; println(ok) }
func rangeOver(ch chan int) {
	for range ch {
		println()
	}
}
func selectTwo(a, b chan int) {
	select {
	case <-a:
	case b <- 1:
	}
}
func selectNone() { select {} }

func main() {
	for i := 0; i < 3; i++ {
		go send(make(chan int))
		go sendNil()
		go receive(make(chan int))
		go receiveOk(make(chan int))
		go receiveNil()
		go receiveOkNil()
		go rangeOver(make(chan int))
		go selectTwo(make(chan int), make(chan int))
		go selectNone()
	}
	time.Sleep(time.Second)
	debug, _ := strconv.Atoi(os.Args[1])
	pprof.Lookup("goroutine").WriteTo(os.Stdout, debug)
}
