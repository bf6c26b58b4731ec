package main

import (
	"context"
	"sync"
)

func init() {
	modes["send-leak"] = func() any {
		for i := 0; i < 400; i++ {
			go func() { request() }()
		}
		return nil
	}
	modes["send-healthy"] = func() any {
		done := make(chan int, 400)
		for i := 0; i < 400; i++ {
			go func() { done <- 1 }()
		}
		for i := 0; i < 400; i++ {
			<-done
		}
		return done
	}
	modes["receive-leak"] = func() any {
		for i := 0; i < 800; i++ {
			go fetchQuote(make(chan int))
			// What a server does in between also takes ids.
			var wg sync.WaitGroup
			wg.Add(1)
			go wg.Done()
			wg.Wait()
		}
		return nil
	}
	modes["receive-healthy"] = func() any {
		jobs := make(chan int)
		for i := 0; i < 2000; i++ {
			go worker(jobs)
		}
		return jobs
	}
	modes["select-leak"] = func() any {
		for i := 0; i < 800; i++ {
			go awaitReply(make(chan int), make(chan int))
			var wg sync.WaitGroup
			wg.Add(1)
			go wg.Done()
			wg.Wait()
		}
		return nil
	}
	modes["select-healthy"] = func() any {
		ctx := context.Background()
		events := make(chan int)
		for i := 0; i < 3000; i++ {
			go watchEvents(ctx, events)
		}
		return events
	}
	modes["wait-group-leak"] = func() any {
		for i := 0; i < 300; i++ {
			go gather()
			var wg sync.WaitGroup
			wg.Add(1)
			go wg.Done()
			wg.Wait()
		}
		return nil
	}
	modes["nil-chan-leak"] = func() any {
		for i := 0; i < 200; i++ {
			go notifyClosed(nil)
		}
		return nil
	}
}

// request gives up on its worker, which then sends to nobody.
func request() {
	result := make(chan int)
	go computeResult(result)
}

func computeResult(result chan int) { result <- 42 }

func fetchQuote(answer chan int) { <-answer }

func worker(jobs chan int) {
	for range jobs {
	}
}

func awaitReply(reply, failure chan int) {
	select {
	case <-reply:
	case <-failure:
	}
}

func watchEvents(ctx context.Context, events chan int) {
	select {
	case <-ctx.Done():
	case <-events:
	}
}

// gather waits for two parts of which one never reports.
func gather() {
	var wg sync.WaitGroup
	wg.Add(2)
	go wg.Done()
	wg.Wait()
}

func notifyClosed(closed chan int) { closed <- 1 }
