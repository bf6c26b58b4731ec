// Command lab makes one kind of trouble, or the healthy thing that looks like it, and writes its profiles.
//
//	lab MODE FOLDER
//
// Every mode is a few lines, so that what a profile holds can be checked by eye.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sort"
	"time"
)

// modes start what the profile shall show and return what must stay alive until it is written.
var modes = map[string]func() any{}

// busy modes set up and return one round of work, to be repeated under the CPU profiler.
var busy = map[string]func() func(){}

// contended modes wait for locks and channels under the mutex and block profilers.
var contended = map[string]func(){}

func main() {
	if len(os.Args) != 3 {
		var names []string
		for name := range modes {
			names = append(names, name)
		}
		for name := range busy {
			names = append(names, name)
		}
		for name := range contended {
			names = append(names, name)
		}
		sort.Strings(names)
		fmt.Println(names)
		return
	}
	mode, folder := os.Args[1], os.Args[2]
	runtime.MemProfileRate = 64 << 10
	if step, isBusy := busy[mode]; isBusy {
		defer func() { check(os.RemoveAll(madeFolder)) }()
		burn(filepath.Join(folder, mode+".cpu.pb.gz"), step())
		write(folder, mode+".allocs.pb.gz", "allocs", 0)
		return
	}
	if wait, isContended := contended[mode]; isContended {
		runtime.SetMutexProfileFraction(1)
		runtime.SetBlockProfileRate(1)
		wait()
		write(folder, mode+".mutex.pb.gz", "mutex", 0)
		write(folder, mode+".block.pb.gz", "block", 0)
		return
	}
	kept := modes[mode]()
	time.Sleep(50 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	write(folder, mode+".goroutine.pb.gz", "goroutine", 0)
	write(folder, mode+".goroutine.txt", "goroutine", 2)
	write(folder, mode+".count.txt", "goroutine", 1)
	write(folder, mode+".heap.pb.gz", "heap", 0)
	write(folder, mode+".heap.txt", "heap", 1)
	runtime.KeepAlive(kept)
}

func write(folder, name, profile string, debug int) {
	file, err := os.Create(filepath.Join(folder, name))
	check(err)
	check(pprof.Lookup(profile).WriteTo(file, debug))
	check(file.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
