package main

import (
	"sync"
	"time"
)

// Workers, controllers and schedulers that are well: they wait because there is nothing to do yet.
func init() {
	modes["informers"] = func() any { return informers(250) }
	modes["workers-started"] = func() any { return startWorkers(64) }
	modes["worker-pools"] = func() any {
		var pools []any
		for i := 0; i < 12; i++ {
			pools = append(pools, startWorkers(200))
		}
		return pools
	}
	modes["cron-jobs"] = func() any { return cronJobs(300) }
	modes["build-graph"] = func() any { return buildGraph(600) }
	modes["backpressure"] = func() any { return pipeline(16) }
	modes["parents-wait"] = func() any { return parents(60) }
	modes["session-janitors"] = func() any { return janitors(400) }
	modes["file-tailers"] = func() any { return tailers(150) }
	modes["raft-groups"] = func() any { return raftGroups(400) }
	modes["actors"] = func() any { return actors(3000) }
	modes["queue-consumers"] = func() any { return queueConsumers(200) }
	modes["devices"] = func() any { return devices(1500) }
}

// An informer watches, hands on through a queue, and tells its listeners.
type informer struct {
	events  chan int
	handler chan int
	mu      sync.Mutex
	filled  *sync.Cond
	queue   []int
}

func informers(count int) any {
	stop := make(chan struct{})
	var all []*informer
	for i := 0; i < count; i++ {
		in := &informer{events: make(chan int), handler: make(chan int)}
		in.filled = sync.NewCond(&in.mu)
		all = append(all, in)
		go in.watch(stop)
		go in.processLoop()
		go in.notifyHandlers(stop)
		in.events <- i
	}
	return []any{all, stop}
}

func (in *informer) watch(stop chan struct{}) {
	resync := time.NewTicker(time.Hour)
	for {
		select {
		case event := <-in.events:
			in.mu.Lock()
			in.queue = append(in.queue, event)
			in.mu.Unlock()
			in.filled.Signal()
		case <-resync.C:
		case <-stop:
			return
		}
	}
}

func (in *informer) processLoop() {
	for {
		in.mu.Lock()
		for len(in.queue) == 0 {
			in.filled.Wait()
		}
		event := in.queue[0]
		in.queue = in.queue[1:]
		in.mu.Unlock()
		in.handler <- event
	}
}

func (in *informer) notifyHandlers(stop chan struct{}) {
	for {
		select {
		case <-in.handler:
		case <-stop:
			return
		}
	}
}

func startWorkers(count int) chan func() {
	jobs := make(chan func())
	for i := 0; i < count; i++ {
		go runJobs(jobs)
	}
	return jobs
}

func runJobs(jobs chan func()) {
	for job := range jobs {
		job()
	}
}

func cronJobs(count int) any {
	for i := 0; i < count; i++ {
		go runAt(time.Duration(i+1) * time.Minute)
	}
	return nil
}

func runAt(interval time.Duration) {
	for {
		time.Sleep(interval)
	}
}

// A target of the build waits for what it is made from.
type target struct {
	needs []*target
	done  chan struct{}
}

func buildGraph(count int) any {
	compiler := &target{done: make(chan struct{})}
	all := []*target{compiler}
	for i := 1; i < count; i++ {
		all = append(all, &target{needs: []*target{all[i/2]}, done: make(chan struct{})})
	}
	go func() {
		time.Sleep(10 * time.Second)
		close(compiler.done)
	}()
	for _, t := range all[1:] {
		go t.build()
	}
	return all
}

func (t *target) build() {
	for _, need := range t.needs {
		<-need.done
	}
	close(t.done)
}

// pipeline has a last stage that is slow, so those before it wait to hand on.
func pipeline(width int) any {
	parsed, checked := make(chan int), make(chan int)
	for i := 0; i < width; i++ {
		go parseStage(parsed)
		go checkStage(parsed, checked)
	}
	go storeStage(checked)
	time.Sleep(100 * time.Millisecond)
	return checked
}

func parseStage(out chan int) {
	for i := 0; ; i++ {
		out <- i
	}
}

func checkStage(in, out chan int) {
	for item := range in {
		out <- item
	}
}

func storeStage(in chan int) {
	for range in {
		time.Sleep(time.Millisecond)
	}
}

func parents(count int) any {
	for i := 0; i < count; i++ {
		go fanOut()
	}
	return nil
}

func fanOut() {
	var children sync.WaitGroup
	for i := 0; i < 4; i++ {
		children.Add(1)
		go func() {
			defer children.Done()
			time.Sleep(5 * time.Second)
		}()
	}
	children.Wait()
}

func janitors(count int) any {
	stop := make(chan struct{})
	for i := 0; i < count; i++ {
		go expireSessions(stop)
	}
	return stop
}

func expireSessions(stop chan struct{}) {
	tick := time.NewTicker(time.Minute)
	for {
		select {
		case <-tick.C:
		case <-stop:
			return
		}
	}
}

func tailers(count int) any {
	for i := 0; i < count; i++ {
		go tailFile()
	}
	return nil
}

func tailFile() {
	for {
		time.Sleep(20 * time.Millisecond)
	}
}

type raftGroup struct{ propose, apply, tick chan int }

func raftGroups(count int) any {
	var groups []*raftGroup
	for i := 0; i < count; i++ {
		g := &raftGroup{make(chan int), make(chan int), make(chan int)}
		groups = append(groups, g)
		go g.runFollower()
		go g.applyLoop()
	}
	return groups
}

func (g *raftGroup) runFollower() {
	for {
		select {
		case <-g.propose:
		case <-g.tick:
		}
	}
}

func (g *raftGroup) applyLoop() {
	for range g.apply {
	}
}

type actor struct{ mailbox chan func() }

func actors(count int) any {
	var all []*actor
	for i := 0; i < count; i++ {
		a := &actor{make(chan func())}
		all = append(all, a)
		go a.receive()
	}
	return all
}

func (a *actor) receive() {
	for message := range a.mailbox {
		message()
	}
}

type workQueue struct {
	mu    sync.Mutex
	added *sync.Cond
	items []int
}

func queueConsumers(count int) any {
	q := &workQueue{}
	q.added = sync.NewCond(&q.mu)
	for i := 0; i < count; i++ {
		go q.consume()
	}
	return q
}

func (q *workQueue) consume() {
	for {
		q.mu.Lock()
		for len(q.items) == 0 {
			q.added.Wait()
		}
		q.items = q.items[1:]
		q.mu.Unlock()
	}
}

func devices(count int) any {
	for i := 0; i < count; i++ {
		go pollDevice(time.Duration(20+i%40) * time.Second)
	}
	return nil
}

func pollDevice(interval time.Duration) {
	for {
		time.Sleep(interval)
	}
}
