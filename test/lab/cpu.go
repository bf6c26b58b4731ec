package main

import (
	"os"
	"runtime/pprof"
	"syscall"
	"time"
)

// enough is the CPU time that one profile holds: by this clock, not the wall's, so that a starved machine changes nothing.
const enough = 1200 * time.Millisecond

// burn repeats a round of work under the CPU profiler until it has cost enough.
func burn(path string, round func()) {
	file, err := os.Create(path)
	check(err)
	check(pprof.StartCPUProfile(file))
	// Looking at the clock is a system call, which must not become the work.
	for start, batch := cpuTime(), 1; cpuTime()-start < enough; {
		before := cpuTime()
		for i := 0; i < batch; i++ {
			round()
		}
		if cpuTime()-before < 10*time.Millisecond {
			batch *= 2
		}
	}
	pprof.StopCPUProfile()
	check(file.Close())
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// task is one of the things a program at work does.
type task struct {
	run   func()
	spent time.Duration
	// batch is how often it runs between two looks at the clock, which is not free.
	batch int
}

// fairly gives each task the same share of the CPU, whatever one run of it costs.
func fairly(tasks []*task) func() {
	return func() {
		next := tasks[0]
		for _, candidate := range tasks[1:] {
			if candidate.spent < next.spent {
				next = candidate
			}
		}
		start := cpuTime()
		for i := 0; i <= next.batch; i++ {
			next.run()
		}
		cost := cpuTime() - start
		next.spent += cost
		if cost < time.Millisecond {
			next.batch = 2*next.batch + 1
		}
	}
}

// among makes a healthy program: the work in question is one part of twelve.
func among(work func()) func() func() {
	return func() func() {
		tasks := []*task{{run: work}}
		for _, run := range dailyWork() {
			tasks = append(tasks, &task{run: run})
		}
		return fairly(tasks)
	}
}
